using System.Numerics;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests.Lanes;

/// <summary>The AVX-512 kernels against arbitrary-precision integers, over the whole lazy range that each accepts.</summary>
public sealed unsafe class FpLanesLaws
{
    private static readonly BigInteger P = Fp.Modulus;
    private static readonly BigInteger ROverP = BigInteger.ModPow(BigInteger.ModPow(2, 260, P), P - 2, P);

    public FpLanesLaws() => Tiers.Require(InstructionTier.Avx512);

    /// <summary>The bounds of two factors in units of p: their product is at most 10.</summary>
    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 5)]
    [InlineData(3, 3)]
    [InlineData(1, 1)]
    public void Product_is_the_integers_product_over_R_on_every_pair_of_edges(int boundA, int boundB)
    {
        BigInteger[] edgesA = Edges(boundA), edgesB = Edges(boundB);
        CheckProducts(
            [.. edgesA.SelectMany(a => edgesB.Select(_ => a))],
            [.. edgesA.SelectMany(_ => edgesB)]);
    }

    [Fact]
    public void Product_is_the_integers_product_over_R_at_random()
    {
        var random = new Random(5);
        CheckProducts(RandomIntegers(random, 4000, 2), RandomIntegers(random, 4000, 5));
    }

    [Fact]
    public void Square_is_the_integers_square_over_R()
    {
        BigInteger[] values = [.. Edges(3), .. RandomIntegers(new Random(6), 4000, 3)];
        using var a = new LaneBlock(values);
        using var r = new LaneBlock(a.Blocks);
        FpLanes.Square(r.Words, a.Words, a.Blocks);
        for (int i = 0; i < values.Length; i++) CheckProduct(values[i] * values[i], r[i]);

        FpLanes.Square(a.Words, a.Words, a.Blocks);
        for (int i = 0; i < values.Length; i++) Assert.Equal(r[i], a[i]);
    }

    [Fact]
    public void Elements_round_trip_through_lanes()
    {
        BigInteger[] values = [.. Edges(5), (BigInteger.One << 256) - 1];
        using var block = new LaneBlock(values);
        for (int i = 0; i < values.Length; i++)
        {
            ulong* words = block.Words + (i / FpLanes.Lanes * FpLanes.BlockLength);
            Fp element = FpLanes.ReadInteger(words, i % FpLanes.Lanes);
            Assert.Equal(Fp.FromBigInteger(values[i]), element);
            FpLanes.WriteInteger(words, i % FpLanes.Lanes, element);
            Assert.Equal(values[i] % P, block[i]);
        }
    }

    [Fact]
    public void X_of_a_chord_is_canonical_around_every_multiple_of_the_modulus()
    {
        List<(BigInteger Square, BigInteger X1, BigInteger Dx)> cases = [];
        BigInteger squareEnd = (5 * P / 4) - 1;
        foreach (BigInteger x1 in new[] { 0, 1, P / 2, P - 2, P - 1 })
        {
            foreach (BigInteger dx in new[] { 1, P - x1, P - x1 + 1, P, P + 1, (2 * P) - 1 - x1 })
            {
                BigInteger twice = 2 * x1 % P;
                foreach (BigInteger square in new[] { 0, 1, 2, P - 1, P, P + 1, squareEnd, x1, twice, twice + dx - P, dx, (dx % P) + 1 })
                {
                    // In exceptional lanes dx is one whatever x1; otherwise x2 = x1 + dx - p is canonical.
                    if (square.Sign < 0 || square > squareEnd || (!dx.IsOne && (x1 + dx < P || x1 + dx >= 2 * P))) continue;
                    cases.Add((square, x1, dx));
                }
            }
        }

        // Every multiple of p that the sum can be, and its neighbours.
        BigInteger[] sums = [.. cases.Select(c => c.Square - (2 * c.X1) - c.Dx + (3 * P))];
        Assert.All([0, 1, 2, 3, 4], k => Assert.Contains(sums, sum => BigInteger.Abs(sum - (k * P)) <= 4));
        using var square5 = new LaneBlock([.. cases.Select(c => c.Square)]);
        using var x1s = new LaneBlock([.. cases.Select(c => c.X1)]);
        using var dxs = new LaneBlock([.. cases.Select(c => c.Dx)]);
        using var x3 = new LaneBlock(x1s.Blocks);
        using var t = new LaneBlock(x1s.Blocks);
        FpLanes.FinishX(x3.Words, t.Words, square5.Words, x1s.Words, dxs.Words, x1s.Blocks);
        for (int i = 0; i < cases.Count; i++)
        {
            BigInteger expected = (cases[i].Square - (2 * cases[i].X1) - cases[i].Dx + (3 * P)) % P;
            Assert.Equal(expected, x3[i]);
            Assert.Equal(4 * (cases[i].X1 - expected + P), t[i]);
        }
    }

    [Fact]
    public void Y_of_a_chord_is_canonical_around_every_multiple_of_the_modulus()
    {
        List<(BigInteger Product, BigInteger Y1)> cases = [];
        foreach (BigInteger y1 in Edges(1))
        {
            BigInteger below = BigInteger.Max(y1 - 1, 0);
            foreach (BigInteger product in new[] { 0, 1, P - 1, P, P + 1, (5 * P / 4) - 1, below, y1, y1 + 1 }) cases.Add((product, y1));
        }

        using var products = new LaneBlock([.. cases.Select(c => c.Product)]);
        using var y1s = new LaneBlock([.. cases.Select(c => c.Y1)]);
        using var x3 = new LaneBlock([.. cases.Select(c => c.Y1 == 0 ? 0 : P - c.Y1)]);
        var points = new G1Affine[products.Blocks * FpLanes.Lanes];
        int[] targets = [.. Enumerable.Range(0, points.Length).Reverse()];
        fixed (G1Affine* affine = points)
        fixed (int* target = targets) FpLanes.FinishY((ulong*)affine, target, x3.Words, products.Words, y1s.Words, products.Blocks);

        // Coordinates are stored as they are: the integers' bits, which are canonical.
        var bytes = new byte[32];
        for (int i = 0; i < cases.Count; i++)
        {
            points[targets[i]].Y.WriteMontgomery(bytes);
            Assert.Equal((cases[i].Product - cases[i].Y1 + P) % P, new BigInteger(bytes, isUnsigned: true));
            points[targets[i]].X.WriteMontgomery(bytes);
            Assert.Equal(x3[i], new BigInteger(bytes, isUnsigned: true));
        }
    }

    private static void CheckProducts(BigInteger[] a, BigInteger[] b)
    {
        using var left = new LaneBlock(a);
        using var right = new LaneBlock(b);
        using var product = new LaneBlock(left.Blocks);
        FpLanes.Multiply(product.Words, left.Words, right.Words, left.Blocks);
        for (int i = 0; i < a.Length; i++) CheckProduct(a[i] * b[i], product[i]);

        // The result may be a factor.
        FpLanes.Multiply(left.Words, left.Words, right.Words, left.Blocks);
        for (int i = 0; i < a.Length; i++) Assert.Equal(product[i], left[i]);
    }

    private static void CheckProduct(BigInteger product, BigInteger lanes)
    {
        Assert.Equal(product * ROverP % P, lanes % P);
        Assert.True(lanes < 5 * P / 4);
    }

    /// <summary>Integers below bound p where limbs, or p, begin and end.</summary>
    private static BigInteger[] Edges(int bound)
    {
        List<BigInteger> edges = [0, 1, 2, 3];
        for (int k = 1; k <= bound; k++) edges.AddRange([(k * P) - 2, (k * P) - 1, k * P, (k * P) + 1, (k * P) - (P / 2)]);
        foreach (int k in new[] { 51, 52, 53, 103, 104, 105, 155, 156, 157, 207, 208, 209, 252, 253, 254, 255, 256 })
        {
            edges.AddRange([(BigInteger.One << k) - 1, BigInteger.One << k, (BigInteger.One << k) + 1]);
        }

        // All limbs but one full.
        for (int limb = 0; limb < 5; limb++)
        {
            edges.Add(((BigInteger.One << 253) - 1) & ~(((BigInteger.One << 52) - 1) << (52 * limb)));
            edges.Add(((BigInteger.One << 52) - 1) << (52 * limb));
        }

        return [.. edges.Where(e => e >= 0 && e < bound * P).Distinct()];
    }

    private static BigInteger[] RandomIntegers(Random random, int count, int bound)
    {
        var integers = new BigInteger[count];
        var bytes = new byte[40];
        for (int i = 0; i < count; i++)
        {
            random.NextBytes(bytes);
            integers[i] = new BigInteger(bytes, isUnsigned: true) % (bound * P);
        }

        return integers;
    }
}
