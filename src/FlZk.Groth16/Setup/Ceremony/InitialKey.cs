using System.Numerics;
using FlZk.Bn254;
using FlZk.Platform;
using FlZk.Platform.Files;

namespace FlZk.Groth16;

/// <summary>
/// Begins phase 2: a circuit's proving key from the powers of tau, with delta = gamma = 1, written section by section as it is computed.
/// The file is snarkjs's to the byte, and so is its circuit hash.
/// </summary>
internal sealed class InitialKey
{
    // The circuit hash takes the points of H in blocks of this many, the last one whole.
    private const int HashBlock = 1 << 14;

    private readonly ConstraintSystem _system;
    private readonly PowersOfTau _powers;
    private readonly IProgress<WorkProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly int _logSize;
    private readonly Blake2b _hash = new();

    private InitialKey(ConstraintSystem system, PowersOfTau powers, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        _system = system;
        _powers = powers;
        _progress = progress;
        _cancellation = cancellation;
        _logSize = LogSize(system, powers);
    }

    private int PublicRows => _system.PublicCount + 1;

    /// <summary>The binary logarithm of the circuit's domain.</summary>
    /// <exception cref="FileFormatException">The powers of tau are too few for it.</exception>
    public static int LogSize(ConstraintSystem system, PowersOfTau powers)
    {
        int logSize = BitOperations.Log2((ulong)system.DomainSize);
        return logSize <= powers.Power
            ? logSize
            : throw new FileFormatException(
                powers.Path, $"it serves circuits of up to 2^{powers.Power} rows; this one needs 2^{logSize}. Take a larger .ptau file.");
    }

    /// <summary>Writes the key.</summary>
    /// <returns>The circuit hash.</returns>
    public static byte[] Write(
        ConstraintSystem system, PowersOfTau powers, string path, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        byte[]? hash = null;
        var key = new InitialKey(system, powers, progress, cancellation);
        AtomicFile.Write(path, stream => hash = key.Write(stream));
        return hash!;
    }

    private byte[] Write(Stream stream)
    {
        var writer = new SectionedFileWriter(stream, FileKind.ProvingKey, 1, 10);
        WriteHeader(writer);
        Begin("coefficients");
        writer.Section(
            ProvingKeyFile.CoefficientsSection,
            content => CoefficientSection.Write(content, DevelopmentSetup.WithPublicRows(_system), _system.B));

        var a = new WireColumns(_system.A, _system.WireCount, PublicRows);
        var b = new WireColumns(_system.B, _system.WireCount);
        G1Affine[] tau = _powers.Lagrange1(PowersOfTau.TauG1Section, _logSize, Begin("tau in G1"));
        WriteCombined(writer, a, b, tau);
        WriteG1(writer, ProvingKeyFile.ASection, "points A", a, tau);
        WriteG1(writer, ProvingKeyFile.B1Section, "points B1", b, tau);
        G2Affine[] tau2 = _powers.Lagrange2(_logSize, Begin("tau in G2"));
        var sums = new G2Jacobian[_system.WireCount];
        b.AddSums(tau2, 0, sums, Begin("points B2"));
        var points = new G2Affine[sums.Length];
        G2Jacobian.BatchToAffine(sums, points);
        _hash.Append(points.Length);
        foreach (ref readonly G2Affine point in points.AsSpan()) _hash.Append(point);
        writer.Section(
            ProvingKeyFile.B2Section,
            content => SectionElements.Write<G2Affine>(content, points, PointEncoding.G2Length, PointEncoding.WriteG2));

        byte[] hash = _hash.Finish();
        writer.Section(ProvingKeyFile.ContributionsSection, content => ContributionSection.Write(content, hash, []));
        return hash;
    }

    private void WriteHeader(SectionedFileWriter writer)
    {
        G1Affine alpha = _powers.ReadG1(PowersOfTau.AlphaSection, 0, 1, _cancellation)[0];
        G1Affine beta = _powers.ReadG1(PowersOfTau.BetaSection, 0, 1, _cancellation)[0];
        var verification = new VerificationKey(alpha, _powers.BetaG2, G2Affine.Generator, G2Affine.Generator, new G1Affine[PublicRows]);
        ProvingKeyFile.WriteHeader(
            writer, new ProvingKeyHeader(verification, beta, G1Affine.Generator, _system.WireCount, 1 << _logSize, default, []));
        _hash.Append(alpha).Append(beta).Append(_powers.BetaG2);
        _hash.Append(G2Affine.Generator).Append(G1Affine.Generator).Append(G2Affine.Generator);
    }

    // beta A_s + alpha B_s + C_s for all wires; H comes between those of public and of private wires, in the file and in the hash.
    private void WriteCombined(SectionedFileWriter writer, WireColumns a, WireColumns b, G1Affine[] tau)
    {
        var sums = new G1Jacobian[_system.WireCount];
        a.AddSums(_powers.Lagrange1(PowersOfTau.BetaSection, _logSize, Begin("beta tau in G1")), 0, sums, Begin("points C: beta A"));
        b.AddSums(_powers.Lagrange1(PowersOfTau.AlphaSection, _logSize, Begin("alpha tau in G1")), 0, sums, Begin("points C: alpha B"));
        new WireColumns(_system.C, _system.WireCount).AddSums(tau, 0, sums, Begin("points C"));
        var combined = new G1Affine[sums.Length];
        G1Jacobian.BatchToAffine(sums, combined);
        WriteHashed(writer, ProvingKeyFile.InputBasesSection, combined.AsSpan(0, PublicRows));
        WriteQuotient(writer);
        WriteHashed(writer, ProvingKeyFile.CSection, combined.AsSpan(PublicRows));
    }

    private void WriteQuotient(SectionedFileWriter writer)
    {
        G1Affine[] doubled = _powers.Lagrange1(PowersOfTau.TauG1Section, _logSize + 1, Begin("points H"));
        var odd = new G1Affine[doubled.Length / 2];
        for (int i = 0; i < odd.Length; i++) odd[i] = doubled[(2 * i) + 1];
        writer.Section(
            ProvingKeyFile.HSection,
            content => SectionElements.Write<G1Affine>(content, odd, PointEncoding.G1Length, PointEncoding.WriteG1));
        HashQuotient(odd.Length);
    }

    // In the hash H stands as [tau^i (tau^n - 1)]1 for i below n - 1.
    private void HashQuotient(int size)
    {
        Begin("circuit hash");
        int count = size - 1;
        _hash.Append(count);
        if (count > HashBlock) count = (count + HashBlock - 1) / HashBlock * HashBlock;
        for (int first = 0; first < count; first += HashBlock)
        {
            int length = Math.Min(HashBlock, count - first);
            int present = Math.Min(length, _powers.PresentPowers(PowersOfTau.TauG1Section, 2 * size) - size - first);
            G1Affine[] upper = _powers.ReadG1(PowersOfTau.TauG1Section, size + first, present, _cancellation);
            G1Affine[] lower = _powers.ReadG1(PowersOfTau.TauG1Section, first, length, _cancellation);
            var differences = new G1Jacobian[length];
            for (int i = 0; i < length; i++) differences[i] = new G1Jacobian(-lower[i]).AddMixed(i < present ? upper[i] : PastTheEnd());
            var points = new G1Affine[length];
            G1Jacobian.BatchToAffine(differences, points);
            foreach (ref readonly G1Affine point in points.AsSpan()) _hash.Append(point);
        }
    }

    // With as many powers as the circuit has rows, the whole last block ends one power after the last: what snarkjs hashes there are the
    // file's next 64 bytes taken for a point.
    private G1Affine PastTheEnd()
    {
        byte[] bytes = _powers.BytesAfterTauG1()
            ?? throw new FileFormatException(_powers.Path, "it ends too early for this circuit's hash; take a larger .ptau file.");
        return new G1Affine(FromMontgomery(bytes.AsSpan(0, 32)), FromMontgomery(bytes.AsSpan(32)));
    }

    private static Fp FromMontgomery(ReadOnlySpan<byte> bytes)
    {
        BigInteger reduced = new BigInteger(bytes, isUnsigned: true) % Fp.Modulus;
        Span<byte> canonical = stackalloc byte[Fp.ByteLength];
        canonical.Clear();
        reduced.TryWriteBytes(canonical, out _, isUnsigned: true);
        return Fp.TryReadMontgomery(canonical, out Fp value) ? value : default;
    }

    private void WriteG1(SectionedFileWriter writer, uint section, string name, WireColumns columns, G1Affine[] rowPoints)
    {
        var sums = new G1Jacobian[_system.WireCount];
        columns.AddSums(rowPoints, 0, sums, Begin(name));
        var points = new G1Affine[sums.Length];
        G1Jacobian.BatchToAffine(sums, points);
        WriteHashed(writer, section, points);
    }

    private void WriteHashed(SectionedFileWriter writer, uint section, ReadOnlySpan<G1Affine> points)
    {
        _hash.Append(points.Length);
        foreach (ref readonly G1Affine point in points) _hash.Append(point);
        G1Affine[] copy = points.ToArray();
        writer.Section(section, content => SectionElements.Write<G1Affine>(content, copy, PointEncoding.G1Length, PointEncoding.WriteG1));
    }

    private Execution Begin(string phase) => PhaseProgress.Begin(phase, _progress, _cancellation);
}
