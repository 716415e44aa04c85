using FlZk.Bn254;

namespace FlZk.Contracts.Tests.Fixtures;

/// <summary>Ways in which a statement's words can be wrong, or different and still right.</summary>
internal static class Corruption
{
    private const int Word = 32;
    private static readonly byte[] FieldModulus = Convert.FromHexString("30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47");

    /// <summary>Applies the <paramref name="kind"/>-th corruption and names it; kind 0 leaves the statement as it is.</summary>
    public static string Apply(StatementWords words, int kind, Random random)
    {
        switch (kind % 8)
        {
            case 0:
                return kind == 0 ? "unchanged" : Replace(words, random);
            case 1:
                FlipBit(Any(words, random), random);
                return "a bit flipped in any field";
            case 2:
                FlipBit(PointWord(words, random), random);
                return "a bit flipped in the proof";
            case 3:
                return Replace(words, random);
            case 4:
                return Negate(words, random);
            case 5:
                Span<byte> coordinate = PointWord(words, random);
                AddModulus(coordinate);
                return "a coordinate plus p";
            case 6:
                Point(words, random).Clear();
                return "infinity";
            default:
                words.Weight.AsSpan().Clear();
                words.Weight[Word - 3] = (byte)random.Next(0, 32);
                words.Weight[Word - 1] = (byte)random.Next(0, 2);
                return "another weight";
        }
    }

    private static Span<byte> Any(StatementWords words, Random random) => random.Next(5) switch
    {
        0 => words.Context,
        1 => words.Weight,
        2 => words.Sum.AsSpan(Word * random.Next(2), Word),
        _ => PointWord(words, random),
    };

    /// <summary>A word of any point of the proof; the two offsets and the length stay, since a decoder reads them in its own way.</summary>
    private static Span<byte> PointWord(StatementWords words, Random random)
    {
        int index = random.Next((words.Proof.Length / Word) - 3);
        return words.Proof.AsSpan(Word * (index < 4 ? index + 1 : index + 3), Word);
    }

    /// <summary>A point of G1 in the proof or C_S.</summary>
    private static Span<byte> Point(StatementWords words, Random random)
    {
        int chunk = 7 + (10 * random.Next(words.Proof[(7 * Word) - 1]));
        int index = random.Next(6) switch { 0 => 1, 1 => 3, 2 => chunk, 3 => chunk + 2, 4 => chunk + 8, _ => -1 };
        return index < 0 ? words.Sum : words.Proof.AsSpan(Word * index, 2 * Word);
    }

    private static string Replace(StatementWords words, Random random)
    {
        (G1Affine.Generator * Fr.FromUInt64((ulong)random.NextInt64(1, long.MaxValue))).WriteUncompressed(Point(words, random));
        return "another point";
    }

    private static string Negate(StatementWords words, Random random)
    {
        Span<byte> bytes = Point(words, random);
        if (G1Affine.TryReadUncompressed(bytes, out G1Affine point)) (-point).WriteUncompressed(bytes);
        return "the opposite point";
    }

    private static void FlipBit(Span<byte> word, Random random) => word[random.Next(Word)] ^= (byte)(1 << random.Next(8));

    private static void AddModulus(Span<byte> word)
    {
        int carry = 0;
        for (int i = Word - 1; i >= 0; i--)
        {
            carry += word[i] + FieldModulus[i];
            word[i] = (byte)carry;
            carry >>= 8;
        }
    }
}
