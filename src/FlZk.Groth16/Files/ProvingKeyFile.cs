using System.Numerics;
using FlZk.Bn254;
using FlZk.Platform;
using FlZk.Platform.Files;

namespace FlZk.Groth16;

/// <summary>
/// The .zkey format for Groth16: 1 protocol, 2 header, 3 IC, 4 coefficients of A and B, 5 A, 6 B in G1, 7 B
/// in G2, 8 C, 9 H, 10 contributions.
/// </summary>
internal static class ProvingKeyFile
{
    private const uint ProtocolSection = 1;
    private const uint HeaderSection = 2;
    private const uint InputBasesSection = 3;
    private const uint CoefficientsSection = 4;
    private const uint ASection = 5;
    private const uint B1Section = 6;
    private const uint B2Section = 7;
    private const uint CSection = 8;
    private const uint HSection = 9;
    private const uint ContributionsSection = 10;

    private const uint Groth16Protocol = 1;
    private const string OnG1 = "a point of G1";
    private const string OnG2 = "a point on the twist";

    // Fr has roots of unity up to order 2^28, and H needs the domain of twice the size.
    private const int LargestDomain = 1 << 27;

    private static readonly uint[] KnownSections =
    [
        ProtocolSection, HeaderSection, InputBasesSection, CoefficientsSection, ASection, B1Section, B2Section, CSection, HSection,
        ContributionsSection,
    ];

    public static ProvingKeyHeader ReadHeader(string path)
    {
        using SectionedFile file = SectionedFile.Open(path, FileKind.ProvingKey, KnownSections);
        return ReadHeader(file, CancellationToken.None);
    }

    public static ProvingKey Read(string path, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        const string phase = "reading the proving key";
        const int parts = 7;
        using SectionedFile file = SectionedFile.Open(path, FileKind.ProvingKey, KnownSections);
        progress?.Report(new WorkProgress(phase, 0, parts));
        ProvingKeyHeader header = ReadHeader(file, cancellation);
        progress?.Report(new WorkProgress(phase, 1, parts));
        (SparseMatrix a, SparseMatrix b) = CoefficientSection.Read(
            file.Section(CoefficientsSection, "coefficients"), header.DomainSize, header.WireCount, cancellation);
        progress?.Report(new WorkProgress(phase, 2, parts));
        G1Affine[] pointsA = ReadG1(ASection, "points A", header.WireCount, 3);
        G1Affine[] pointsB1 = ReadG1(B1Section, "points B1", header.WireCount, 4);
        G2Affine[] pointsB2 = SectionElements.Read<G2Affine>(
            file.Section(B2Section, "points B2"), header.WireCount, PointEncoding.G2Length, PointEncoding.TryReadG2, OnG2, cancellation);
        progress?.Report(new WorkProgress(phase, 5, parts));
        G1Affine[] pointsC = ReadG1(CSection, "points C", header.WireCount - header.PublicCount - 1, 6);
        G1Affine[] pointsH = ReadG1(HSection, "points H", header.DomainSize, 7);
        return new ProvingKey(header, a, b, pointsA, pointsB1, pointsB2, pointsC, pointsH);

        G1Affine[] ReadG1(uint id, string name, int count, int part)
        {
            G1Affine[] points = SectionElements.Read<G1Affine>(
                file.Section(id, name), count, PointEncoding.G1Length, PointEncoding.TryReadG1, OnG1, cancellation);
            progress?.Report(new WorkProgress(phase, part, parts));
            return points;
        }
    }

    public static void Write(string path, ProvingKey key) => AtomicFile.Write(path, stream =>
    {
        VerificationKey verification = key.VerificationKey;
        var writer = new SectionedFileWriter(stream, FileKind.ProvingKey, 1, (uint)KnownSections.Length);
        writer.Section(ProtocolSection, _ => writer.WriteUInt32(Groth16Protocol));
        writer.Section(HeaderSection, content =>
        {
            FieldHeader.WriteBaseField(content);
            FieldHeader.WriteScalarField(content);
            writer.WriteUInt32((uint)key.WireCount);
            writer.WriteUInt32((uint)key.PublicCount);
            writer.WriteUInt32((uint)key.DomainSize);
            PointEncoding.WriteG1(content, verification.Alpha);
            PointEncoding.WriteG1(content, key.Header.Beta1);
            PointEncoding.WriteG2(content, verification.Beta);
            PointEncoding.WriteG2(content, verification.Gamma);
            PointEncoding.WriteG1(content, key.Header.Delta1);
            PointEncoding.WriteG2(content, verification.Delta);
        });
        writer.Section(InputBasesSection, content => WriteG1(content, verification.InputBases.Span));
        writer.Section(CoefficientsSection, content => CoefficientSection.Write(content, key.A, key.B));
        writer.Section(ASection, content => WriteG1(content, key.PointsA));
        writer.Section(B1Section, content => WriteG1(content, key.PointsB1));
        writer.Section(
            B2Section, content => SectionElements.Write<G2Affine>(content, key.PointsB2, PointEncoding.G2Length, PointEncoding.WriteG2));
        writer.Section(CSection, content => WriteG1(content, key.PointsC));
        writer.Section(HSection, content => WriteG1(content, key.PointsH));
        writer.Section(ContributionsSection, content => ContributionSection.Write(content, key.Header));
    });

    private static void WriteG1(Stream stream, ReadOnlySpan<G1Affine> points) =>
        SectionElements.Write(stream, points, PointEncoding.G1Length, PointEncoding.WriteG1);

    private static ProvingKeyHeader ReadHeader(SectionedFile file, CancellationToken cancellation)
    {
        RequireGroth16(file.Section(ProtocolSection, "protocol"));
        SectionReader section = file.Section(HeaderSection, "header");
        FieldHeader.RequireBaseField(section);
        FieldHeader.RequireScalarField(section);
        int wires = section.ReadCount("wires");
        int publicCount = section.ReadCount("public signals");
        if (publicCount >= wires) throw section.Bad($"{publicCount} public signals and the constant do not fit {wires} wires.", -4);
        int domain = section.ReadCount("rows");
        if (domain > LargestDomain || !BitOperations.IsPow2(domain) || domain <= publicCount)
            throw section.Bad($"a domain of {domain} is no power of two that holds a row per public signal, up to {LargestDomain}.", -4);
        G1Affine alpha = PointEncoding.ReadG1(section, "alpha");
        G1Affine beta1 = PointEncoding.ReadG1(section, "beta");
        G2Affine beta2 = PointEncoding.ReadG2(section, "beta");
        G2Affine gamma = PointEncoding.ReadG2(section, "gamma");
        G1Affine delta1 = PointEncoding.ReadG1(section, "delta");
        G2Affine delta2 = PointEncoding.ReadG2(section, "delta");
        section.RequireEnd();

        // Nothing is allocated by the header's counts before these: every element that it promises has its bytes.
        file.RequireLength(ASection, "points A", wires, PointEncoding.G1Length);
        file.RequireLength(B1Section, "points B1", wires, PointEncoding.G1Length);
        file.RequireLength(B2Section, "points B2", wires, PointEncoding.G2Length);
        file.RequireLength(CSection, "points C", wires - publicCount - 1, PointEncoding.G1Length);
        file.RequireLength(HSection, "points H", domain, PointEncoding.G1Length);
        G1Affine[] inputBases = SectionElements.Read<G1Affine>(
            file.Section(InputBasesSection, "input bases"), publicCount + 1, PointEncoding.G1Length, PointEncoding.TryReadG1, OnG1,
            cancellation);
        (byte[] circuitHash, Contribution[] contributions) = ContributionSection.Read(file.Section(ContributionsSection, "contributions"));
        var verification = new VerificationKey(alpha, beta2, gamma, delta2, inputBases);
        return new ProvingKeyHeader(verification, beta1, delta1, wires, domain, circuitHash, contributions);
    }

    private static void RequireGroth16(SectionReader section)
    {
        uint protocol = section.ReadUInt32();
        section.RequireEnd();
        if (protocol == Groth16Protocol) return;
        string name = protocol switch
        {
            2 => "a PLONK key",
            10 => "an FFLONK key",
            _ => $"a key of unknown protocol {protocol}",
        };
        throw section.Bad($"this is {name}; a Groth16 key was expected.", -4);
    }
}
