using System.Numerics;
using System.Runtime.InteropServices;
using FlZk.Bn254.Lanes;
using FlZk.Bn254.MultiScalar;

namespace FlZk.Bn254.Tests.Lanes;

/// <summary>A tier's kernels for Fp2 and its loads of rows against arbitrary-precision integers, over the whole lazy range.</summary>
internal sealed unsafe class LaneExtensionLaws<TKernels> : ILaneExtensionLaws
    where TKernels : struct, ILaneExtension
{
    private static readonly BigInteger P = Fp.Modulus;
    private static readonly BigInteger InverseR = BigInteger.ModPow(BigInteger.ModPow(2, TKernels.RadixBits, P), P - 2, P);

    public LaneExtensionLaws(InstructionTier tier) => Tiers.Require(tier);

    /// <inheritdoc/>
    public void CheckProductSums(int boundA, int boundB, int boundC, int boundD)
    {
        // All four at the upper end of their ranges; then each edge against edges of the others in another order; then at random.
        var random = new Random(boundA);
        BigInteger[][] edges = [.. new[] { boundA, boundB, boundC, boundD }.Select(bound => LaneIntegers.Edges<TKernels>(P, bound))];
        List<BigInteger[]> cases = [[(boundA * P) - 1, (boundB * P) - 1, (boundC * P) - 1, (boundD * P) - 1]];
        foreach (BigInteger a in edges[0])
        {
            foreach (BigInteger b in edges[1])
            {
                cases.Add([a, b, edges[2][random.Next(edges[2].Length)], edges[3][random.Next(edges[3].Length)]]);
            }
        }

        BigInteger[][] draws =
        [
            LaneIntegers.Random(random, 500, P, boundA), LaneIntegers.Random(random, 500, P, boundB),
            LaneIntegers.Random(random, 500, P, boundC), LaneIntegers.Random(random, 500, P, boundD),
        ];
        for (int i = 0; i < 500; i++) cases.Add([draws[0][i], draws[1][i], draws[2][i], draws[3][i]]);

        LaneBlock<TKernels>[] factors = [.. Enumerable.Range(0, 4).Select(k => new LaneBlock<TKernels>([.. cases.Select(c => c[k])]))];
        int blocks = factors[0].Blocks;
        using var sum = new LaneBlock<TKernels>(blocks);
        TKernels.MultiplyAdd(sum.Words, factors[0].Words, factors[1].Words, factors[2].Words, factors[3].Words, blocks);
        for (int i = 0; i < cases.Count; i++)
        {
            BigInteger[] c = cases[i];
            Assert.Equal(((c[0] * c[1]) + (c[2] * c[3])) * InverseR % P, sum[i] % P);
            Assert.True(sum[i] < 2 * P, "A sum of products is below 2p.");
        }

        // The result may be any factor.
        for (int k = 0; k < 4; k++)
        {
            LaneBlock<TKernels>[] again =
                [.. Enumerable.Range(0, 4).Select(j => new LaneBlock<TKernels>([.. cases.Select(c => c[j])]))];
            TKernels.MultiplyAdd(again[k].Words, again[0].Words, again[1].Words, again[2].Words, again[3].Words, blocks);
            for (int i = 0; i < cases.Count; i++) Assert.Equal(sum[i], again[k][i]);
            foreach (LaneBlock<TKernels> block in again) block.Dispose();
        }

        foreach (LaneBlock<TKernels> block in factors) block.Dispose();
    }

    /// <inheritdoc/>
    public void CheckSumsAndDifferences()
    {
        BigInteger[] wide = LaneIntegers.Edges<TKernels>(P, 30), narrow = [.. LaneIntegers.Edges<TKernels>(P, 2), 2 * P];
        BigInteger[] left = [.. wide.SelectMany(a => narrow.Select(_ => a))], right = [.. wide.SelectMany(_ => narrow)];
        using var a = new LaneBlock<TKernels>(left);
        using var b = new LaneBlock<TKernels>(right);
        using var r = new LaneBlock<TKernels>(a.Blocks);
        TKernels.Add(r.Words, a.Words, b.Words, a.Blocks);
        for (int i = 0; i < left.Length; i++) Assert.Equal(left[i] + right[i], r[i]);
        TKernels.Subtract(r.Words, a.Words, b.Words, a.Blocks);
        for (int i = 0; i < left.Length; i++) Assert.Equal(left[i] - right[i] + (2 * P), r[i]);

        // The result may be an operand, and both operands the same.
        TKernels.Subtract(b.Words, a.Words, b.Words, a.Blocks);
        for (int i = 0; i < left.Length; i++) Assert.Equal(left[i] - right[i] + (2 * P), b[i]);
        TKernels.Add(a.Words, a.Words, a.Words, a.Blocks);
        for (int i = 0; i < left.Length; i++) Assert.Equal(2 * left[i], a[i]);
    }

    /// <inheritdoc/>
    public void CheckReduction()
    {
        BigInteger[] lazy =
        [
            .. Enumerable.Range(0, 64).SelectMany(k => new[] { k * P, (k * P) + 1, ((k + 1) * P) - 1, (k * P) + (P / 2) }),
            .. LaneIntegers.Edges<TKernels>(P, 64),
            .. LaneIntegers.Random(new Random(10), 1000, P, 64),
        ];
        using var a = new LaneBlock<TKernels>(lazy);
        using var r = new LaneBlock<TKernels>(a.Blocks);
        TKernels.Reduce(r.Words, a.Words, a.Blocks);
        TKernels.Reduce(a.Words, a.Words, a.Blocks);
        for (int i = 0; i < lazy.Length; i++)
        {
            Assert.Equal(lazy[i] % P, r[i]);
            Assert.Equal(r[i], a[i]);
        }
    }

    /// <inheritdoc/>
    public void CheckRows(int word, bool xSigned, bool ySigned)
    {
        const int PointBytes = 128, Offset = 4, Ahead = ILaneChord<Fp>.Ahead;
        BigInteger[] values = LaneIntegers.Edges<TKernels>(P, 1);
        var random = new Random(word);
        BigInteger Draw() => values[random.Next(values.Length)];
        var rows = new List<(BigInteger X1, BigInteger Y1, BigInteger X2, BigInteger Y2, bool Negative1, bool Negative2)>();
        for (int i = 0; i < 4000; i++)
        {
            BigInteger x = Draw(), y = Draw();
            (BigInteger otherX, BigInteger otherY) = (i % 7) switch
            {
                0 => (x, y),
                1 => (x, (P - y) % P),
                2 => ((P - x) % P, Draw()),
                3 => (Draw(), y),
                _ => (Draw(), Draw()),
            };
            rows.Add((x, y, otherX, otherY, random.Next(2) == 0, random.Next(2) == 0));
        }

        int blocks = rows.Count / TKernels.Lanes;
        var exceptions = new byte[blocks];
        using LaneBlock<TKernels> x1 = new(blocks), y1 = new(blocks), dx = new(blocks), dy = new(blocks);
        var memory = (byte*)NativeMemory.AlignedAlloc((nuint)((2 * rows.Count * PointBytes) + 64), 64);
        var references = new ulong[2 * (rows.Count + Ahead + TKernels.Lanes)];
        int right = references.Length / 2;
        bool any;
        fixed (ulong* reference = references)
        fixed (byte* exception = exceptions)
        {
            Array.Fill(references, (ulong)memory);
            for (int i = 0; i < rows.Count; i++)
            {
                byte* left = memory + Offset + (2L * i * PointBytes), other = left + PointBytes;
                Write(rows[i].X1, left + (8 * word));
                Write(rows[i].Y1, left + (8 * word) + 32);
                Write(rows[i].X2, other + (8 * word));
                Write(rows[i].Y2, other + (8 * word) + 32);
                references[i] = (ulong)left | (rows[i].Negative1 ? SignedReference.Negative : 0);
                references[right + i] = (ulong)other | (rows[i].Negative2 ? SignedReference.Negative : 0);
            }

            any = TKernels.LoadRows(
                reference, reference + right, word, xSigned ? SignedReference.Negative : 0, ySigned ? SignedReference.Negative : 0,
                x1.Words, y1.Words, dx.Words, dy.Words, exception, blocks);
        }

        NativeMemory.AlignedFree(memory);
        Assert.True(any);
        for (int i = 0; i < blocks * TKernels.Lanes; i++)
        {
            var row = rows[i];
            bool expected = row.X1 == row.X2 || row.Y1.IsZero || row.Y2.IsZero;
            Assert.Equal(expected, (exceptions[i / TKernels.Lanes] >> (i % TKernels.Lanes) & 1) != 0);
            BigInteger left = Signed(row.X1, row.Negative1 && xSigned), leftY = Signed(row.Y1, row.Negative1 && ySigned);
            Assert.Equal(left, x1[i]);
            Assert.Equal(leftY, y1[i]);
            Assert.Equal(expected ? 1 : Signed(row.X2, row.Negative2 && xSigned) - left + P, dx[i]);
            Assert.Equal(Signed(row.Y2, row.Negative2 && ySigned) - leftY + P, dy[i]);
        }
    }

    private static BigInteger Signed(BigInteger value, bool negative) => negative ? P - value : value;

    private static void Write(BigInteger value, byte* to)
    {
        var bytes = new Span<byte>(to, 32);
        bytes.Clear();
        value.TryWriteBytes(bytes, out _, isUnsigned: true);
    }
}
