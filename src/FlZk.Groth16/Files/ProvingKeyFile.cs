using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Numerics;
using System.Security.Cryptography;
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
    internal const uint ProtocolSection = 1;
    internal const uint HeaderSection = 2;
    internal const uint InputBasesSection = 3;
    internal const uint CoefficientsSection = 4;
    internal const uint ASection = 5;
    internal const uint B1Section = 6;
    internal const uint B2Section = 7;
    internal const uint CSection = 8;
    internal const uint HSection = 9;
    internal const uint ContributionsSection = 10;

    private const uint Groth16Protocol = 1;
    private const string OnG1 = "a point of G1";

    // Fr has roots of unity up to order 2^28, and H needs the domain of twice the size.
    private const int LargestDomain = 1 << 27;

    internal static readonly uint[] KnownSections =
    [
        ProtocolSection, HeaderSection, InputBasesSection, CoefficientsSection, ASection, B1Section, B2Section, CSection, HSection,
        ContributionsSection,
    ];

    public static ProvingKeyHeader ReadHeader(string path)
    {
        using SectionedFile file = SectionedFile.Open(path, FileKind.ProvingKey, KnownSections);
        return ReadHeader(file, CancellationToken.None);
    }

    /// <summary>Opens a key; see <see cref="ProvingKey.Open"/>.</summary>
    public static ProvingKey Open(
        string path, ProvingKeyOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        const string phase = "reading the proving key";
        const int parts = 7;
        var execution = new Execution(cancellation, options.MaximumThreads);
        SectionedFile file = SectionedFile.Open(path, FileKind.ProvingKey, KnownSections);
        MappedPoints? mapped = null;
        try
        {
            progress?.Report(new WorkProgress(phase, 0, parts));
            FileIdentity identity = FileIdentity.Of(file.Handle);
            ProvingKeyHeader header = ReadHeader(file, cancellation);
            byte[] fingerprint = Fingerprint(file);
            ConvertedKey? converted = options.UseConverted ? ConvertedKey.TryLoad(path, identity, fingerprint, header) : null;
            progress?.Report(new WorkProgress(phase, 1, parts));
            (SparseMatrix a, SparseMatrix b) = converted is null
                ? CoefficientSection.Read(
                    file.Section(CoefficientsSection, "coefficients"), header.DomainSize, header.WireCount, execution)
                : (converted.A, converted.B);
            progress?.Report(new WorkProgress(phase, 2, parts));
            if (options.Memory == KeyMemory.Mapped)
                mapped = new MappedPoints(MemoryMappedFile.CreateFromFile(
                    file.Handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true));
            var points = new PointSections(file, mapped, converted is null, execution);
            int wires = header.WireCount;
            ReadOnlyMemory<G1Affine> pointsA = Done(points.G1(ASection, "points A", wires), 3);
            ReadOnlyMemory<G1Affine> pointsB1 = Done(points.G1(B1Section, "points B1", wires), 4);
            ReadOnlyMemory<G2Affine> pointsB2 = Done(points.G2(B2Section, "points B2", wires), 5);
            ReadOnlyMemory<G1Affine> pointsC = Done(points.G1(CSection, "points C", wires - header.PublicCount - 1), 6);
            ReadOnlyMemory<G1Affine> pointsH = Done(points.G1(HSection, "points H", header.DomainSize), 7);
            var source = new ProvingKeySource(
                path, identity, fingerprint, converted is not null, mapped is null ? null : file.Handle, mapped);
            if (mapped is null) file.Dispose();
            return new ProvingKey(header, a, b, pointsA, pointsB1, pointsB2, pointsC, pointsH, source);
        }
        catch
        {
            mapped?.Dispose();
            file.Dispose();
            throw;
        }

        T Done<T>(T result, int part)
        {
            progress?.Report(new WorkProgress(phase, part, parts));
            return result;
        }
    }

    public static void Write(string path, ProvingKey key) => AtomicFile.Write(path, stream =>
    {
        var writer = new SectionedFileWriter(stream, FileKind.ProvingKey, 1, (uint)KnownSections.Length);
        WriteHeader(writer, key.Header);
        writer.Section(InputBasesSection, content => WriteG1(content, key.VerificationKey.InputBases.Span));
        writer.Section(CoefficientsSection, content => CoefficientSection.Write(content, key.A, key.B));
        writer.Section(ASection, content => WriteG1(content, key.PointsA.Span));
        writer.Section(B1Section, content => WriteG1(content, key.PointsB1.Span));
        writer.Section(
            B2Section,
            content => SectionElements.Write<G2Affine>(content, key.PointsB2.Span, PointEncoding.G2Length, PointEncoding.WriteG2));
        writer.Section(CSection, content => WriteG1(content, key.PointsC.Span));
        writer.Section(HSection, content => WriteG1(content, key.PointsH.Span));
        writer.Section(ContributionsSection, content => ContributionSection.Write(
            content, key.Header.CircuitHash.Span, key.Contributions));
    });

    /// <summary>Writes the sections of protocol and header.</summary>
    internal static void WriteHeader(SectionedFileWriter writer, ProvingKeyHeader header)
    {
        writer.Section(ProtocolSection, _ => writer.WriteUInt32(Groth16Protocol));
        writer.Section(HeaderSection, content =>
        {
            FieldHeader.WriteBaseField(content);
            FieldHeader.WriteScalarField(content);
            writer.WriteUInt32((uint)header.WireCount);
            writer.WriteUInt32((uint)header.PublicCount);
            writer.WriteUInt32((uint)header.DomainSize);
            PointEncoding.WriteG1(content, header.VerificationKey.Alpha);
            PointEncoding.WriteG1(content, header.Beta1);
            PointEncoding.WriteG2(content, header.VerificationKey.Beta);
            PointEncoding.WriteG2(content, header.VerificationKey.Gamma);
            PointEncoding.WriteG1(content, header.Delta1);
            PointEncoding.WriteG2(content, header.VerificationKey.Delta);
        });
    }

    private static void WriteG1(Stream stream, ReadOnlySpan<G1Affine> points) =>
        SectionElements.Write(stream, points, PointEncoding.G1Length, PointEncoding.WriteG1);

    internal static ProvingKeyHeader ReadHeader(SectionedFile file, CancellationToken cancellation)
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

    /// <summary>SHA-256 of the lengths of all sections and of the content of all small ones: keys of another circuit, setup or contribution
    /// differ in it.</summary>
    private static byte[] Fingerprint(SectionedFile file)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[8];
        byte[] buffer = new byte[1 << 15];
        foreach (uint id in KnownSections)
        {
            SectionReader section = file.Section(id, $"section {id}");
            BinaryPrimitives.WriteInt64LittleEndian(length, section.Length);
            hash.AppendData(length);
            if (id is not (ProtocolSection or HeaderSection or InputBasesSection or ContributionsSection)) continue;
            while (section.Remaining > 0)
            {
                Span<byte> bytes = buffer.AsSpan(0, (int)Math.Min(buffer.Length, section.Remaining));
                section.ReadExactly(bytes);
                hash.AppendData(bytes);
            }
        }

        return hash.GetHashAndReset();
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
