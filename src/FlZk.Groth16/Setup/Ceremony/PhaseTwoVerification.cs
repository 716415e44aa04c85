using System.Security.Cryptography;
using FlZk.Bn254;
using FlZk.Platform;

namespace FlZk.Groth16;

/// <summary>Compares a key of phase 2 with the first one and checks every contribution between them.</summary>
internal sealed class PhaseTwoVerification
{
    private const int BlockPoints = 1 << 18;
    private const int CoefficientLength = 16;
    private const uint PersonType = 0;
    private const uint BeaconType = 1;

    private readonly PhaseTwoCheck _omitted;
    private readonly SectionedFile _file;
    private readonly SectionedFile _initialFile;
    private readonly ProvingKeyHeader _key;
    private readonly ProvingKeyHeader _initial;
    private readonly IProgress<WorkProgress>? _progress;
    private readonly CancellationToken _cancellation;

    private PhaseTwoVerification(
        SectionedFile file,
        SectionedFile initialFile,
        PhaseTwoCheck omitted,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellation)
    {
        _file = file;
        _initialFile = initialFile;
        _omitted = omitted;
        _progress = progress;
        _cancellation = cancellation;
        _key = ProvingKeyFile.ReadHeader(file, cancellation);
        _initial = ProvingKeyFile.ReadHeader(initialFile, cancellation);
    }

    public static ProvingKeyHeader Verify(
        string zkeyPath, string initialPath, PhaseTwoCheck omitted, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        using SectionedFile file = SectionedFile.Open(zkeyPath, FileKind.ProvingKey, ProvingKeyFile.KnownSections);
        using SectionedFile initial = SectionedFile.Open(initialPath, FileKind.ProvingKey, ProvingKeyFile.KnownSections);
        var verification = new PhaseTwoVerification(file, initial, omitted, progress, cancellation);
        verification.Verify();
        return verification._key;
    }

    private void Verify()
    {
        Require(PhaseTwoCheck.Origin, _key.Origin == KeyOrigin.Ceremony, "the key is a development key: one party knows all its secrets");
        RequireFirst();
        RequireCircuit();
        RequireContributions();
        if (!_omitted.HasFlag(PhaseTwoCheck.Soundness)) KeyInspection.RequireSound(_key);
        foreach ((uint section, string name) in (ReadOnlySpan<(uint, string)>)[
            (ProvingKeyFile.InputBasesSection, "input bases"), (ProvingKeyFile.CoefficientsSection, "coefficients"),
            (ProvingKeyFile.ASection, "points A"), (ProvingKeyFile.B1Section, "points B1"), (ProvingKeyFile.B2Section, "points B2")])
        {
            Require(PhaseTwoCheck.Unchanged, AreEqual(section, name), $"its {name} are not those of the circuit");
        }

        RequireDivided(PhaseTwoCheck.PointsC, ProvingKeyFile.CSection, "points C");
        RequireDivided(PhaseTwoCheck.PointsH, ProvingKeyFile.HSection, "points H");
    }

    private void RequireFirst() => Require(
        PhaseTwoCheck.First,
        _initial.Contributions.Count == 0 && _initial.Delta1 == G1Affine.Generator
            && _initial.VerificationKey.Delta == G2Affine.Generator && _initial.VerificationKey.Gamma == G2Affine.Generator,
        $"{_initialFile.Path} is not a first key: it has contributions, or its delta or gamma is not 1");

    private void RequireCircuit()
    {
        VerificationKey key = _key.VerificationKey, initial = _initial.VerificationKey;
        Require(
            PhaseTwoCheck.Circuit,
            _key.CircuitHash.Span.SequenceEqual(_initial.CircuitHash.Span) && _key.WireCount == _initial.WireCount
                && _key.PublicCount == _initial.PublicCount && _key.DomainSize == _initial.DomainSize,
            "it is of another circuit or of other powers of tau: circuit hash or sizes differ");
        Require(
            PhaseTwoCheck.Circuit,
            key.Alpha == initial.Alpha && key.Beta == initial.Beta && key.Gamma == initial.Gamma && _key.Beta1 == _initial.Beta1,
            "its alpha, beta or gamma is not that of the powers of tau");
    }

    private void RequireContributions()
    {
        var transcript = new PhaseTwoTranscript(_key.CircuitHash.Span);
        G1Affine delta = G1Affine.Generator;
        for (int i = 0; i < _key.Contributions.Count; i++)
        {
            Execution execution = PhaseProgress.Begin($"contribution {i + 1}", _progress, _cancellation);
            Contribution at = _key.Contributions[i];
            string owner = at.Name.Length == 0 ? $"contribution {i + 1}" : $"contribution {i + 1} ({at.Name})";
            Require(
                PhaseTwoCheck.Transcript,
                at.Transcript.Span.SequenceEqual(transcript.Of(at.S, at.Sx)),
                $"{owner} does not follow those before it: one was changed, dropped, inserted or moved");
            Require(
                PhaseTwoCheck.Change,
                !at.S.IsInfinity && !at.DeltaAfter.IsInfinity && at.DeltaAfter.X != delta.X,
                $"{owner} contributes nothing: its secret is 0, 1 or -1");
            G2Affine challenge = PhaseTwoTranscript.Challenge(at.Transcript.Span);
            Require(
                PhaseTwoCheck.Knowledge,
                HasSameRatio(at.S, at.Sx, challenge, at.Spx),
                $"{owner}: its proof of knowledge does not hold; its maker need not know the secret");
            Require(
                PhaseTwoCheck.DeltaChain,
                HasSameRatio(delta, at.DeltaAfter, challenge, at.Spx),
                $"{owner}: its delta is not the one before times the secret that it proves to know");
            RequireType(at, owner, execution);
            transcript.Append(at);
            delta = at.DeltaAfter;
        }

        Require(
            PhaseTwoCheck.FinalDelta,
            _key.Delta1 == delta && HasSameRatio(G1Affine.Generator, delta, G2Affine.Generator, _key.VerificationKey.Delta),
            "its delta is not the one that the last contribution ended at");
    }

    private void RequireType(Contribution at, string owner, Execution execution)
    {
        if (at.Type == PersonType) return;
        Require(PhaseTwoCheck.Beacon, at.Type == BeaconType, $"{owner} is of the unknown kind {at.Type}");
        if (_omitted.HasFlag(PhaseTwoCheck.Beacon)) return;
        Require(
            PhaseTwoCheck.Beacon,
            at.Beacon.Length > 0
                && at.BeaconIterationsLog is >= PhaseTwo.MinimumBeaconIterationsLog and <= PhaseTwo.MaximumBeaconIterationsLog,
            $"{owner} calls itself a beacon but does not name one, or its iterations are out of range");
        var expected = ContributionSecret.From(
            CeremonyRandomness.OfBeacon(at.Beacon.Span, at.BeaconIterationsLog!.Value, execution.Progress, execution.Cancellation));
        Require(
            PhaseTwoCheck.Beacon,
            at.S == expected.Point && at.Sx == expected.Point * expected.X,
            $"{owner}: its secret does not follow from the beacon that it names");
    }

    private bool AreEqual(uint section, string name)
    {
        SectionReader ours = _file.Section(section, name), first = _initialFile.Section(section, name);
        if (ours.Length != first.Length) return false;
        byte[] left = new byte[1 << 16], right = new byte[1 << 16];
        while (ours.Remaining > 0)
        {
            _cancellation.ThrowIfCancellationRequested();
            int length = (int)Math.Min(left.Length, ours.Remaining);
            ours.ReadExactly(left.AsSpan(0, length));
            first.ReadExactly(right.AsSpan(0, length));
            if (!left.AsSpan(0, length).SequenceEqual(right.AsSpan(0, length))) return false;
        }

        return true;
    }

    // e(sum r_i P_i, [delta]2) = e(sum r_i P'_i, [1]2) for random r: every P_i is P'_i over delta, up to 2^-128.
    private void RequireDivided(PhaseTwoCheck check, uint section, string name)
    {
        if (_omitted.HasFlag(check)) return;
        Execution execution = PhaseProgress.Begin(name, _progress, _cancellation);
        SectionReader ours = _file.Section(section, name), first = _initialFile.Section(section, name);
        long count = first.Length / PointEncoding.G1Length;
        Require(check, ours.Length == first.Length, $"it has another number of {name} than the circuit");
        G1Jacobian sum = G1Jacobian.Infinity, firstSum = G1Jacobian.Infinity;
        for (long start = 0; start < count; start += BlockPoints)
        {
            int length = (int)Math.Min(BlockPoints, count - start);
            Fr[] coefficients = RandomCoefficients(length);
            sum = sum.AddMixed(Combine(ours, start, coefficients, execution));
            firstSum = firstSum.AddMixed(Combine(first, start, coefficients, execution));
            execution.Progress?.Report((double)(start + length) / count);
        }

        Require(
            check,
            Pairing.ProductIsOne([-sum.ToAffine(), firstSum.ToAffine()], [_key.VerificationKey.Delta, _initial.VerificationKey.Delta]),
            $"its {name} are not those of the circuit over delta");
    }

    private static G1Affine Combine(SectionReader section, long first, Fr[] coefficients, Execution execution)
    {
        G1Affine[] points = SectionElements.ReadRange<G1Affine>(
            section, first * PointEncoding.G1Length, coefficients.Length, PointEncoding.G1Length, PointEncoding.TryReadG1, "a point of G1",
            execution.Cancellation);
        return MultiScalarMultiplication.Compute(points, coefficients, execution.WithProgress(null));
    }

    private static Fr[] RandomCoefficients(int count)
    {
        var bytes = new byte[CoefficientLength * count];
        RandomNumberGenerator.Fill(bytes);
        var coefficients = new Fr[count];
        for (int i = 0; i < count; i++) coefficients[i] = Fr.ReduceBigEndian(bytes.AsSpan(CoefficientLength * i, CoefficientLength));
        return coefficients;
    }

    // log_a(b) = log_c(d), none of them infinity: with infinity the equation would say nothing.
    private static bool HasSameRatio(in G1Affine a, in G1Affine b, in G2Affine c, in G2Affine d) =>
        !a.IsInfinity && !b.IsInfinity && !c.IsInfinity && !d.IsInfinity && Pairing.ProductIsOne([-a, b], [d, c]);

    private void Require(PhaseTwoCheck check, bool holds, string reason)
    {
        if (!holds && !_omitted.HasFlag(check)) throw new KeyException($"{_file.Path}: {reason}.");
    }
}
