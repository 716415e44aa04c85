using System.Security.Cryptography;
using System.Text;
using FlZk.Bn254;
using FlZk.Platform;

namespace FlZk.Groth16;

/// <summary>
/// Makes Groth16 keys in one go by a single party who knows all secrets: for development, tests and benchmarks. snarkjs proves and verifies
/// with them; every command refuses them for a chain that is not local.
/// </summary>
/// <remarks>
/// The rows are the constraints, then, as snarkjs has them, one row per public signal and the constant with A = x_i, B = C = 0. They make
/// the public signals' polynomials linearly independent, also of signals that no constraint mentions.
/// </remarks>
public static class DevelopmentSetup
{
    private const string SeededName = Contribution.DevelopmentMark + " seed=public";
    private const string RandomName = Contribution.DevelopmentMark + " seed=random";
    private const int HashLength = 64;

    /// <summary>Makes a key whose secrets follow from a public seed: the same seed and circuit give the same key.</summary>
    /// <param name="system">The circuit.</param>
    /// <param name="publicSeed">Any bytes; whoever knows them can forge proofs.</param>
    /// <param name="progress">Told of each phase.</param>
    /// <param name="cancellation">Stops between and within phases.</param>
    /// <exception cref="KeyException">The circuit gives an unsafe key; its public signals are not independent.</exception>
    /// <exception cref="ArgumentException">The circuit has more rows than a domain can hold.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ProvingKey Generate(
        ConstraintSystem system,
        ReadOnlySpan<byte> publicSeed,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(system);
        return Generate(system, SetupSecrets.FromPublicSeed(publicSeed, DomainSize(system)), SeededName, progress, cancellation);
    }

    /// <summary>[alpha]1 of every key made from a public seed, whatever the circuit: development keys can be
    /// told by it even without their files.</summary>
    /// <param name="publicSeed">The seed.</param>
    public static G1Affine AlphaOf(ReadOnlySpan<byte> publicSeed) => G1Affine.Generator * SetupSecrets.FromPublicSeed(publicSeed, 1).Alpha;

    /// <summary>Makes a key whose secrets come from the operating system and are forgotten. Sound for whoever
    /// trusts this one process; still of development origin.</summary>
    /// <inheritdoc cref="Generate(ConstraintSystem, ReadOnlySpan{byte}, IProgress{WorkProgress}?, CancellationToken)"/>
    public static ProvingKey GenerateRandom(
        ConstraintSystem system, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(system);
        return Generate(system, SetupSecrets.Random(DomainSize(system)), RandomName, progress, cancellation);
    }

    /// <summary>Makes a key from given secrets.</summary>
    internal static ProvingKey Generate(
        ConstraintSystem system,
        SetupSecrets secrets,
        string contributionName,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellation)
    {
        var work = new SetupProgress(progress, cancellation);
        work.Begin("evaluating the circuit's polynomials");
        CircuitPolynomials at = CircuitPolynomials.Evaluate(system, DomainSize(system), secrets.Tau);

        // beta A_s + alpha B_s + C_s: over gamma = 1 for public wires, over delta for private ones.
        Fr deltaInverse = secrets.Delta.Inverse();
        var combined = new Fr[system.WireCount];
        for (int wire = 0; wire < combined.Length; wire++)
        {
            combined[wire] = (secrets.Beta * at.A[wire]) + (secrets.Alpha * at.B[wire]) + at.C[wire];
            if (wire > system.PublicCount) combined[wire] *= deltaInverse;
        }

        for (int row = 0; row < at.Quotient.Length; row++) at.Quotient[row] *= deltaInverse;

        G1Affine generator1 = G1Affine.Generator;
        G2Affine generator2 = G2Affine.Generator;
        G1Affine[] inputBases = work.InG1("input bases", combined.AsMemory(0, system.PublicCount + 1));
        G1Affine[] pointsA = work.InG1("points A", at.A);
        G1Affine[] pointsB1 = work.InG1("points B1", at.B);
        G2Affine[] pointsB2 = work.InG2("points B2", at.B);
        G1Affine[] pointsC = work.InG1("points C", combined.AsMemory(system.PublicCount + 1));
        G1Affine[] pointsH = work.InG1("points H", at.Quotient);

        G1Affine delta1 = generator1 * secrets.Delta;
        G2Affine delta2 = generator2 * secrets.Delta;
        byte[] circuitHash = HashOf(system);
        var verification = new VerificationKey(generator1 * secrets.Alpha, generator2 * secrets.Beta, generator2, delta2, inputBases);
        var contribution = new Contribution(
            delta1, generator1, delta1, delta2, new byte[HashLength], 0, Contribution.NameParameters(contributionName));
        var header = new ProvingKeyHeader(
            verification, generator1 * secrets.Beta, delta1, system.WireCount, at.DomainSize, circuitHash, [contribution]);
        var key = new ProvingKey(header, WithPublicRows(system), system.B, pointsA, pointsB1, pointsB2, pointsC, pointsH);
        key.RequireSound();
        return key;
    }

    private static int DomainSize(ConstraintSystem system)
    {
        long size = system.DomainSize;
        return size < 1L << EvaluationDomain.MaximumLogSize
            ? (int)size
            : throw new ArgumentException($"The circuit needs a domain of {size} rows; 2^27 is the largest.", nameof(system));
    }

    // Row ConstraintCount + i has the single entry A = 1 at wire i.
    internal static SparseMatrix WithPublicRows(ConstraintSystem system)
    {
        var builder = new SparseMatrixBuilder();
        for (int row = 0; row < system.ConstraintCount; row++)
        {
            ReadOnlySpan<int> wires = system.A.Columns(row);
            SparseRowValues values = system.A.Values(row);
            for (int i = 0; i < wires.Length; i++) builder.Add(wires[i], values[i]);
            builder.EndRow();
        }

        for (int wire = 0; wire <= system.PublicCount; wire++)
        {
            builder.Add(wire, Fr.One);
            builder.EndRow();
        }

        return builder.Build();
    }

    private static byte[] HashOf(ConstraintSystem system)
    {
        using var hash = SHA512.Create();
        using (var sink = new BufferedStream(new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write), 1 << 16))
        {
            sink.Write(Encoding.ASCII.GetBytes($"FlZk/v1/development {system.WireCount} {system.PublicCount}\n"));
            ConstraintSystemFile.WriteConstraints(sink, system);
        }

        return hash.Hash!;
    }
}
