using FlZk.Bn254;

namespace FlZk.Contracts.Tests.Fixtures;

/// <summary>Every kind of variation. Whether one leaves a statement valid is for the verifiers to say.</summary>
internal static class Variations
{
    private const int Word = StatementWords.Word;
    private static readonly byte[] BaseModulus = Convert.FromHexString(
        "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47");
    private static readonly byte[] ScalarModulus = Convert.FromHexString(
        "30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001");

    // On the twist with x = 1, but not of order r.
    private static readonly byte[] OutsideSubgroup = Convert.FromHexString(
        "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001"
        + "0d1271953ed9ea0836846e70a1934187998c7f790cb4d7511b7f8da82de048a4"
        + "2869111d5381f072f8e2728fdb825a51aadd70e52c9830e9ab4b871c0531f1bb");

    public static IReadOnlyList<Variation> All { get; } =
    [
        new("unchanged", static i => i.Words),
        new("every proof re-randomised", static i => ForEachChunk(i, static (_, chunk, random) => Rerandomise(chunk, random, null))),
        new("every proof re-randomised with delta", static i => ForEachChunk(i, static (key, chunk, random) =>
            Rerandomise(chunk, random, key.Delta))),
        new("A and B both negated", static i => ForEachChunk(i, static (_, chunk, _) =>
        {
            Write(-G1(chunk[(2 * Word)..]), chunk[(2 * Word)..]);
            Write(-G2(chunk[(4 * Word)..]), chunk[(4 * Word)..]);
        })),
        new("a bit flipped in any field", static i => Change(i, static (words, random) => FlipBit(AnyWord(words, random), random))),
        new("a bit flipped in the proof", static i => Change(i, static (words, random) => FlipBit(words.ProofWord(random), random))),
        new("another point", static i => Change(i, static (words, random) => Write(RandomPoint(random), words.AnyG1(random)))),
        new("the opposite point", static i => Change(i, static (words, random) =>
        {
            Span<byte> at = words.AnyG1(random);
            Write(-G1(at), at);
        })),
        new("twice the point", static i => Change(i, static (words, random) =>
        {
            Span<byte> at = words.AnyG1(random);
            Write(G1(at) + G1(at), at);
        })),
        new("a coordinate plus p", static i => Change(i, static (words, random) => Add(words.ProofWord(random), BaseModulus))),
        new("infinity", static i => Change(i, static (words, random) => words.AnyG1(random).Clear())),
        new("B at infinity", static i => Change(i, static (words, random) => B(words, random).Clear())),
        new("B negated", static i => Change(i, static (words, random) => Write(-G2(B(words, random)), B(words, random)))),
        new("another B", static i => Change(i, static (words, random) => Write(
            G2Affine.Generator * Fr.FromUInt64((ulong)random.NextInt64(1, long.MaxValue)), B(words, random)))),
        new("B outside the subgroup", static i => Change(i, static (words, random) => OutsideSubgroup.CopyTo(B(words, random)))),
        new("context plus r", static i => Change(i, static (words, _) => Add(words.Context, ScalarModulus))),
        new("the next context", static i => Change(i, static (words, _) => Add(words.Context, [.. new byte[31], 1]))),
        new("another weight", static i => Change(i, static (words, random) => words.SetWeight(random.NextInt64(0, 1 << 20)))),
        new("a weight at the limit", static i => Change(i, static (words, random) => words.SetWeight(((1 << 20) * random.NextInt64(0, 2))
            + random.NextInt64(0, 2)))),
        new("a weight beyond 64 bits", static i => Change(i, static (words, random) => words.Weight[random.Next(24)] ^= 1)),
        new("C_S of another round", static i => From(i, static (words, other) => other.Sum.CopyTo(words.Sum.AsSpan()))),
        new("C_Y of another round", static i => From(i, static (words, other) =>
            other.Proof.AsSpan(Word, 2 * Word).CopyTo(words.Proof.AsSpan(Word)))),
        new("the link of another round", static i => From(i, static (words, other) =>
            other.Proof.AsSpan(3 * Word, 2 * Word).CopyTo(words.Proof.AsSpan(3 * Word)))),
        new("the first D of another round", static i => From(i, static (words, other) =>
            other.Chunk(0)[..(2 * Word)].CopyTo(words.Chunk(0)))),
        new("the first chunk of another round", static i => From(i, static (words, other) => other.Chunk(0).CopyTo(words.Chunk(0)))),
        new("the proof of another round", static i => From(i, static (words, other) => other.Proof.CopyTo(words.Proof.AsSpan()))),
        new("C_S and the proof of another round", static i => From(i, static (words, other) =>
        {
            other.Sum.CopyTo(words.Sum.AsSpan());
            other.Proof.CopyTo(words.Proof.AsSpan());
        })),
        new("D re-targeted to another weight", static i =>
        {
            long from = i.Words.WeightValue, to = i.Random.NextInt64(1, 1 << 20);
            i.Words.SetWeight(to);
            return ForEachChunk(i, (key, chunk, _) => Write(G1(chunk) + (key.WeightBase * Fr.FromInt64(from - to)), chunk));
        }),
        new("D re-targeted to another context", static i =>
        {
            Fr.TryReadBigEndian(i.Words.Context, out Fr from);
            Fr to = Fr.FromUInt64((ulong)i.Random.NextInt64());
            to.WriteBigEndian(i.Words.Context);
            return ForEachChunk(i, (key, chunk, _) => Write(G1(chunk) + (key.ContextBase * (from - to)), chunk));
        }),
        new("a proof without a witness for a chosen D", static i =>
        {
            // A = C = alpha and B = beta + [1]2 + delta hold for inputs that add up to alpha.
            Fr.TryReadBigEndian(i.Words.Context, out Fr context);
            Fr weight = Fr.FromInt64(i.Words.WeightValue);
            return ForEachChunk(i, (key, chunk, _) =>
            {
                Write(key.Alpha - key.ConstantBase - (key.ContextBase * context) - (key.WeightBase * weight), chunk);
                Write(key.Alpha, chunk[(2 * Word)..]);
                Write(key.Beta + G2Affine.Generator + key.Delta, chunk[(4 * Word)..]);
                Write(key.Alpha, chunk[(8 * Word)..]);
            });
        }),
        new("the chunks in another order", static i => Change(i, static (words, _) =>
        {
            byte[] first = words.Chunk(0).ToArray();
            words.Chunk(words.ChunkCount - 1).CopyTo(words.Chunk(0));
            first.CopyTo(words.Chunk(words.ChunkCount - 1));
        })),
        new("the first chunk in every place", static i => Change(i, static (words, _) =>
        {
            for (int c = 1; c < words.ChunkCount; c++) words.Chunk(0).CopyTo(words.Chunk(c));
        })),
        new("one chunk too few", static i => i.Words.WithChunks(i.Words.ChunkCount - 1)),
        new("one chunk too many", static i => i.Words.WithChunks(i.Words.ChunkCount + 1)),
    ];

    private delegate void ChunkChange(Statements.LinkedVerificationKey key, Span<byte> chunk, Random random);

    private static StatementWords Change(VariationInput input, Action<StatementWords, Random> change)
    {
        change(input.Words, input.Random);
        return input.Words;
    }

    private static StatementWords From(VariationInput input, Action<StatementWords, StatementWords> change)
    {
        change(input.Words, input.Other);
        return input.Words;
    }

    private static StatementWords ForEachChunk(VariationInput input, ChunkChange change)
    {
        for (int c = 0; c < input.Words.ChunkCount; c++) change(input.Key, input.Words.Chunk(c), input.Random);
        return input.Words;
    }

    /// <summary>(A, B, C) to (kA, B/k, C), and with delta to (kA, B/k + s delta, C + s k A): valid by design.</summary>
    private static void Rerandomise(Span<byte> chunk, Random random, G2Affine? delta)
    {
        Fr k = Fr.FromUInt64((ulong)random.NextInt64(2, long.MaxValue)), s = Fr.FromUInt64((ulong)random.NextInt64(1, long.MaxValue));
        G1Affine a = G1(chunk[(2 * Word)..]) * k;
        G2Affine b = G2(chunk[(4 * Word)..]) * k.Inverse();
        G1Affine c = G1(chunk[(8 * Word)..]);
        if (delta is { } shift)
        {
            b += shift * s;
            c += a * s;
        }

        Write(a, chunk[(2 * Word)..]);
        Write(b, chunk[(4 * Word)..]);
        Write(c, chunk[(8 * Word)..]);
    }

    private static Span<byte> AnyWord(StatementWords words, Random random) => random.Next(5) switch
    {
        0 => words.Context,
        1 => words.Weight,
        2 => words.Sum.AsSpan(Word * random.Next(2), Word),
        _ => words.ProofWord(random),
    };

    private static Span<byte> B(StatementWords words, Random random) => words.Chunk(random.Next(words.ChunkCount))[(4 * Word)..(8 * Word)];

    private static G1Affine RandomPoint(Random random) => G1Affine.Generator * Fr.FromUInt64((ulong)random.NextInt64(1, long.MaxValue));

    private static G1Affine G1(ReadOnlySpan<byte> at)
    {
        Assert.True(G1Affine.TryReadUncompressed(at[..(2 * Word)], out G1Affine point));
        return point;
    }

    private static G2Affine G2(ReadOnlySpan<byte> at)
    {
        Assert.True(G2Affine.TryReadUncompressed(at[..(4 * Word)], out G2Affine point));
        return point;
    }

    private static void Write(G1Affine point, Span<byte> at) => point.WriteUncompressed(at);

    private static void Write(G2Affine point, Span<byte> at) => point.WriteUncompressed(at);

    private static void FlipBit(Span<byte> word, Random random) => word[random.Next(Word)] ^= (byte)(1 << random.Next(8));

    private static void Add(Span<byte> word, ReadOnlySpan<byte> summand)
    {
        int carry = 0;
        for (int i = Word - 1; i >= 0; i--)
        {
            carry += word[i] + summand[i];
            word[i] = (byte)carry;
            carry >>= 8;
        }
    }
}
