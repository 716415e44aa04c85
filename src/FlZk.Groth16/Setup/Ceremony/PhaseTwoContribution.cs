using System.Buffers;
using FlZk.Bn254;
using FlZk.Platform;
using FlZk.Platform.Files;

namespace FlZk.Groth16;

/// <summary>Makes a key with one more contribution: delta times x, C and H over x, the rest copied as it lies in the file.</summary>
internal static class PhaseTwoContribution
{
    private const int BlockPoints = 1 << 16;

    public static Contribution Apply(
        string from,
        string to,
        ContributionSecret secret,
        uint type,
        byte[] parameters,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellation)
    {
        using SectionedFile file = SectionedFile.Open(from, FileKind.ProvingKey, ProvingKeyFile.KnownSections);
        ProvingKeyHeader header = ProvingKeyFile.ReadHeader(file, cancellation);
        Contribution contribution = Record(header, secret, type, parameters);
        VerificationKey old = header.VerificationKey;
        var verification = new VerificationKey(old.Alpha, old.Beta, old.Gamma, old.Delta * secret.X, old.InputBases.ToArray());
        var next = new ProvingKeyHeader(
            verification, header.Beta1, contribution.DeltaAfter, header.WireCount, header.DomainSize, header.CircuitHash,
            [.. header.Contributions, contribution]);
        Fr inverse = secret.X.Inverse();
        AtomicFile.Write(to, stream =>
        {
            var writer = new SectionedFileWriter(stream, FileKind.ProvingKey, 1, (uint)ProvingKeyFile.KnownSections.Length);
            ProvingKeyFile.WriteHeader(writer, next);
            foreach (uint section in (uint[])[
                ProvingKeyFile.InputBasesSection, ProvingKeyFile.CoefficientsSection, ProvingKeyFile.ASection, ProvingKeyFile.B1Section,
                ProvingKeyFile.B2Section])
            {
                writer.Section(section, content => Copy(file.Section(section, "key"), content, cancellation));
            }

            foreach ((uint section, string name) in (ReadOnlySpan<(uint, string)>)[
                (ProvingKeyFile.CSection, "points C"), (ProvingKeyFile.HSection, "points H")])
            {
                writer.Section(section, content => Scale(
                    file.Section(section, name), inverse, content, PhaseProgress.Begin(name, progress, cancellation)));
            }

            writer.Section(
                ProvingKeyFile.ContributionsSection,
                content => ContributionSection.Write(content, next.CircuitHash.Span, next.Contributions));
        });
        return contribution;
    }

    /// <summary>The record of a contribution: [delta x]1, and the proof of knowing x.</summary>
    internal static Contribution Record(ProvingKeyHeader header, ContributionSecret secret, uint type, byte[] parameters)
    {
        var transcript = new PhaseTwoTranscript(header.CircuitHash.Span);
        foreach (Contribution earlier in header.Contributions) transcript.Append(earlier);
        G1Affine sx = secret.Point * secret.X;
        byte[] hash = transcript.Of(secret.Point, sx);
        return new Contribution(
            header.Delta1 * secret.X, secret.Point, sx, PhaseTwoTranscript.Challenge(hash) * secret.X, hash, type, parameters);
    }

    private static void Copy(SectionReader section, Stream to, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        try
        {
            while (section.Remaining > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                Span<byte> bytes = buffer.AsSpan(0, (int)Math.Min(buffer.Length, section.Remaining));
                section.ReadExactly(bytes);
                to.Write(bytes);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Scale(SectionReader section, Fr factor, Stream to, Execution execution)
    {
        long count = section.Length / PointEncoding.G1Length;
        for (long first = 0; first < count; first += BlockPoints)
        {
            int length = (int)Math.Min(BlockPoints, count - first);
            G1Affine[] points = SectionElements.ReadRange<G1Affine>(
                section, first * PointEncoding.G1Length, length, PointEncoding.G1Length, PointEncoding.TryReadG1, "a point of G1",
                execution.Cancellation);
            CommonScalarMultiplication.Multiply(points, factor, points, execution.WithProgress(null));
            SectionElements.Write<G1Affine>(to, points, PointEncoding.G1Length, PointEncoding.WriteG1);
            execution.Progress?.Report((double)(first + length) / count);
        }
    }
}
