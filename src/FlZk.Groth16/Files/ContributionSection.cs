using System.Buffers.Binary;
using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>Section 10 of a .zkey: a 64-byte hash of the circuit, then the contribution records.</summary>
internal static class ContributionSection
{
    private const int HashLength = 64;

    // Three points of G1, one of G2, the transcript, type and parameter length.
    private const int SmallestRecord = (3 * PointEncoding.G1Length) + PointEncoding.G2Length + HashLength + 8;

    // Name, iterations and beacon hash, each at most 255 bytes with its prefix.
    private const uint LargestParameters = 1024;

    public static (byte[] CircuitHash, Contribution[] Contributions) Read(SectionReader section)
    {
        var circuitHash = new byte[HashLength];
        section.ReadExactly(circuitHash);
        int count = section.ReadCount("contributions");
        if (count * (long)SmallestRecord > section.Remaining)
            throw section.Bad($"{count} contributions do not fit {section.Remaining} bytes.", -4);
        var contributions = new Contribution[count];
        for (int i = 0; i < count; i++) contributions[i] = ReadRecord(section, $"contribution {i + 1}");
        section.RequireEnd();
        return (circuitHash, contributions);
    }

    public static void Write(Stream stream, ReadOnlySpan<byte> circuitHash, IReadOnlyList<Contribution> contributions)
    {
        stream.Write(circuitHash);
        WriteUInt32(stream, (uint)contributions.Count);
        foreach (Contribution contribution in contributions)
        {
            PointEncoding.WriteG1(stream, contribution.DeltaAfter);
            PointEncoding.WriteG1(stream, contribution.S);
            PointEncoding.WriteG1(stream, contribution.Sx);
            PointEncoding.WriteG2(stream, contribution.Spx);
            stream.Write(contribution.Transcript.Span);
            WriteUInt32(stream, contribution.Type);
            WriteUInt32(stream, (uint)contribution.Parameters.Length);
            stream.Write(contribution.Parameters.Span);
        }
    }

    private static Contribution ReadRecord(SectionReader section, string name)
    {
        G1Affine deltaAfter = PointEncoding.ReadG1(section, $"{name}: delta");
        G1Affine s = PointEncoding.ReadG1(section, $"{name}: s");
        G1Affine sx = PointEncoding.ReadG1(section, $"{name}: sx");
        G2Affine spx = PointEncoding.ReadG2(section, $"{name}: spx");
        var transcript = new byte[HashLength];
        section.ReadExactly(transcript);
        uint type = section.ReadUInt32();
        uint length = section.ReadUInt32();
        if (length > LargestParameters || length > section.Remaining) throw section.Bad($"{name} claims {length} bytes of parameters.", -4);
        var parameters = new byte[length];
        section.ReadExactly(parameters);
        if (!AreWellFormed(parameters)) throw section.Bad($"{name} has malformed parameters.", -length);
        return new Contribution(deltaAfter, s, sx, spx, transcript, type, parameters);
    }

    // Sorted by type: 1 a name and 3 a beacon hash, each with a length byte; 2 the beacon's iterations, one byte.
    private static bool AreWellFormed(ReadOnlySpan<byte> parameters)
    {
        byte previous = 0;
        while (!parameters.IsEmpty)
        {
            byte type = parameters[0];
            if (type <= previous || type > 3 || parameters.Length < 2) return false;
            int length = type == 2 ? 2 : 2 + parameters[1];
            if (parameters.Length < length) return false;
            previous = type;
            parameters = parameters[length..];
        }

        return true;
    }

    private static void WriteUInt32(Stream stream, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }
}
