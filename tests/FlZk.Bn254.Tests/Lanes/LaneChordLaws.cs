using System.Numerics;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests.Lanes;

/// <summary>A tier's chords in G1 against arbitrary-precision integers, over the whole lazy range.</summary>
internal sealed unsafe class LaneChordLaws<TKernels> : ILaneChordLaws
    where TKernels : struct, ILaneChord<Fp>
{
    private static readonly BigInteger P = Fp.Modulus;

    /// <summary>The slope carries 2^258: what its square and its product with x1 - x3 lack of 2^256 after division by R.</summary>
    private readonly int _doublings = 1 << (256 - (516 - TKernels.RadixBits));
    private readonly int _slopeScale = 1 << (256 - (514 - TKernels.RadixBits));

    public LaneChordLaws(InstructionTier tier) => Tiers.Require(tier);

    /// <inheritdoc/>
    public void CheckX()
    {
        List<(BigInteger Square, BigInteger X1, BigInteger Dx)> cases = [];
        BigInteger squareEnd = (2 * P) - 1;
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

        AddFullLimbs(cases);

        // Every multiple of p that the sum can be, and its neighbours.
        BigInteger[] sums = [.. cases.Select(c => (_doublings * c.Square) - (2 * c.X1) - c.Dx + (3 * P))];
        Assert.All([0, 1, 2, 3, 4], k => Assert.Contains(sums, sum => BigInteger.Abs(sum - (k * P)) <= 4));
        using var square5 = new LaneBlock<TKernels>([.. cases.Select(c => c.Square)]);
        using var x1s = new LaneBlock<TKernels>([.. cases.Select(c => c.X1)]);
        using var dxs = new LaneBlock<TKernels>([.. cases.Select(c => c.Dx)]);
        using var x3 = new LaneBlock<TKernels>(x1s.Blocks);
        using var t = new LaneBlock<TKernels>(x1s.Blocks);
        TKernels.FinishX(x3.Words, t.Words, square5.Words, x1s.Words, dxs.Words, x1s.Blocks);
        for (int i = 0; i < cases.Count; i++)
        {
            BigInteger expected = ((_doublings * cases[i].Square) - (2 * cases[i].X1) - cases[i].Dx + (3 * P)) % P;
            Assert.Equal(expected, x3[i]);
            Assert.Equal(_slopeScale * (cases[i].X1 - expected + P), t[i]);
        }
    }

    /// <summary>
    /// Cases in which one limb is subtracted full from an empty one: of what x3 is made of, and x3 itself from x1, where no limb of the
    /// multiples of p that are added may fall short.
    /// </summary>
    private void AddFullLimbs(List<(BigInteger Square, BigInteger X1, BigInteger Dx)> cases)
    {
        BigInteger share = BigInteger.ModPow(_doublings, P - 2, P);
        int limbs = TKernels.BlockLength / TKernels.Lanes;
        for (int limb = 0; limb < limbs; limb++)
        {
            BigInteger full = ((BigInteger.One << TKernels.LimbBits) - 1) << (TKernels.LimbBits * limb);
            BigInteger[] canonical = [.. new[] { full, (P / 2) | full, P - 1, (P - 1) | full, (P / 2) & ~full, 0 }.Where(v => v < P)];
            foreach (BigInteger x1 in canonical)
            {
                foreach (BigInteger dx in new[] { P | full, (P - x1) | full, (P / 2) | full, P & ~full, full, P })
                {
                    if (x1 + dx < P || x1 + dx >= 2 * P) continue;
                    foreach (BigInteger square in new[] { 0, P & ~full, ((2 * P) - 1) & ~full, P - 1 }) cases.Add((square, x1, dx));
                    foreach (BigInteger x3 in canonical) cases.Add(((x3 + (2 * x1) + dx) * share % P, x1, dx));
                }
            }
        }
    }

    /// <inheritdoc/>
    public void CheckY()
    {
        List<(BigInteger Product, BigInteger Y1)> cases = [];
        foreach (BigInteger y1 in LaneIntegers.Edges<TKernels>(P, 1))
        {
            BigInteger below = BigInteger.Max(y1 - 1, 0);
            foreach (BigInteger product in new[] { 0, 1, P - 1, P, P + 1, (2 * P) - 1, below, y1, y1 + 1 }) cases.Add((product, y1));
        }

        using var products = new LaneBlock<TKernels>([.. cases.Select(c => c.Product)]);
        using var y1s = new LaneBlock<TKernels>([.. cases.Select(c => c.Y1)]);
        using var x3 = new LaneBlock<TKernels>([.. cases.Select(c => c.Y1 == 0 ? 0 : P - c.Y1)]);
        var points = new G1Affine[products.Blocks * TKernels.Lanes];
        int[] targets = [.. Enumerable.Range(0, points.Length).Reverse()];
        fixed (G1Affine* affine = points)
        fixed (ulong* target = new ulong[points.Length])
        {
            for (int i = 0; i < targets.Length; i++) target[i] = (ulong)(affine + targets[i]);
            TKernels.FinishY(target, x3.Words, products.Words, y1s.Words, products.Blocks);
        }

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
}
