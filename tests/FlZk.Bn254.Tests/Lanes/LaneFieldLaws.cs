using System.Numerics;
using FlZk.Bn254.Fields;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests.Lanes;

/// <summary>A tier's kernels of a prime field against arbitrary-precision integers, over the whole lazy range that each accepts.</summary>
internal sealed unsafe class LaneFieldLaws<TField, TKernels> : ILaneFieldLaws
    where TField : unmanaged, IField<TField>
    where TKernels : struct, ILanePrimeField<TField>
{
    private readonly BigInteger _q;
    private readonly Func<BigInteger, TField> _fromInteger;
    private readonly BigInteger _inverseR;

    public LaneFieldLaws(InstructionTier tier, BigInteger modulus, Func<BigInteger, TField> fromInteger)
    {
        Tiers.Require(tier);
        _q = modulus;
        _fromInteger = fromInteger;
        _inverseR = BigInteger.ModPow(BigInteger.ModPow(2, TKernels.RadixBits, _q), _q - 2, _q);
    }

    /// <inheritdoc/>
    public void CheckProductsOfEdges(int boundA, int boundB)
    {
        BigInteger[] edgesA = LaneIntegers.Edges<TKernels>(_q, boundA), edgesB = LaneIntegers.Edges<TKernels>(_q, boundB);
        CheckProducts(
            [.. edgesA.SelectMany(a => edgesB.Select(_ => a))],
            [.. edgesA.SelectMany(_ => edgesB)]);
    }

    /// <inheritdoc/>
    public void CheckRandomProducts(int boundA, int boundB)
    {
        var random = new Random(boundA);
        CheckProducts(LaneIntegers.Random(random, 4000, _q, boundA), LaneIntegers.Random(random, 4000, _q, boundB));
    }

    /// <inheritdoc/>
    public void CheckSquares()
    {
        BigInteger[] values = [.. LaneIntegers.Edges<TKernels>(_q, 8), .. LaneIntegers.Random(new Random(6), 4000, _q, 8)];
        using var a = new LaneBlock<TKernels>(values);
        using var r = new LaneBlock<TKernels>(a.Blocks);
        TKernels.Square(r.Words, a.Words, a.Blocks);
        for (int i = 0; i < values.Length; i++) CheckProduct(values[i] * values[i], r[i]);

        TKernels.Square(a.Words, a.Words, a.Blocks);
        for (int i = 0; i < values.Length; i++) Assert.Equal(r[i], a[i]);
    }

    /// <inheritdoc/>
    public void CheckSingleLanes()
    {
        BigInteger[] values =
        [
            .. LaneIntegers.Edges<TKernels>(_q, 5).Append((BigInteger.One << 256) - 1).Where(v => v >> 256 == 0)
                .SelectMany(v => Enumerable.Repeat(v, TKernels.Lanes)),
        ];
        using var block = new LaneBlock<TKernels>(values);
        for (int i = 0; i < values.Length; i++)
        {
            ulong* words = block.Words + (i / TKernels.Lanes * TKernels.BlockLength);
            TField element = TKernels.ReadInteger(words, i % TKernels.Lanes);
            Assert.True(element == _fromInteger(values[i]));
            TKernels.WriteInteger(words, i % TKernels.Lanes, element);
            Assert.Equal(values[i] % _q, block[i]);
        }
    }

    /// <inheritdoc/>
    public void CheckLoadAndStore()
    {
        BigInteger[] words = [.. LaneIntegers.Edges<TKernels>(_q, 6).Where(v => v >> 256 == 0), (BigInteger.One << 256) - 1];
        using var loaded = new LaneBlock<TKernels>(words);
        byte[] memory = [.. Enumerable.Range(0, loaded.Blocks * TKernels.Lanes)
            .SelectMany(i => Bytes(i < words.Length ? words[i] : i))];
        fixed (byte* elements = memory) TKernels.Load(loaded.Words, (ulong*)elements, loaded.Blocks);
        for (int i = 0; i < words.Length; i++) Assert.Equal(words[i], loaded[i]);

        BigInteger[] lazy =
        [
            .. Enumerable.Range(0, 64).SelectMany(k => new[] { k * _q, (k * _q) + 1, ((k + 1) * _q) - 1, (k * _q) + (_q / 2) }),
            .. LaneIntegers.Edges<TKernels>(_q, 64),
            .. LaneIntegers.Random(new Random(9), 1000, _q, 64),
        ];
        using var block = new LaneBlock<TKernels>(lazy);
        var stored = new byte[32 * block.Blocks * TKernels.Lanes];
        fixed (byte* elements = stored) TKernels.Store((ulong*)elements, block.Words, block.Blocks);
        for (int i = 0; i < lazy.Length; i++) Assert.Equal(lazy[i] % _q, new BigInteger(stored.AsSpan(32 * i, 32), isUnsigned: true));
    }

    private static byte[] Bytes(BigInteger value)
    {
        var bytes = new byte[32];
        value.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    private void CheckProducts(BigInteger[] a, BigInteger[] b)
    {
        using var left = new LaneBlock<TKernels>(a);
        using var right = new LaneBlock<TKernels>(b);
        using var product = new LaneBlock<TKernels>(left.Blocks);
        TKernels.Multiply(product.Words, left.Words, right.Words, left.Blocks);
        for (int i = 0; i < a.Length; i++) CheckProduct(a[i] * b[i], product[i]);

        // The result may be either factor.
        using var again = new LaneBlock<TKernels>(b);
        TKernels.Multiply(again.Words, left.Words, again.Words, left.Blocks);
        TKernels.Multiply(left.Words, left.Words, right.Words, left.Blocks);
        for (int i = 0; i < a.Length; i++)
        {
            Assert.Equal(product[i], left[i]);
            Assert.Equal(product[i], again[i]);
        }
    }

    private void CheckProduct(BigInteger product, BigInteger lanes)
    {
        Assert.Equal(product * _inverseR % _q, lanes % _q);
        Assert.True(lanes < 2 * _q, "A product is below 2q.");
        if (typeof(TField) == typeof(Fp) && product <= 10 * _q * _q) Assert.True(lanes < 5 * _q / 4, "It is below 5p/4.");
    }
}
