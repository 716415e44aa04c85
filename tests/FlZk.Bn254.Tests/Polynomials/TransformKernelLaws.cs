using System.Numerics;
using FlZk.Bn254.Polynomials;

namespace FlZk.Bn254.Tests.Polynomials;

/// <summary>
/// A tier's kernels of transforms against arbitrary-precision integers. Bounds are halves of r, as in <see cref="ITransformKernels"/>.
/// </summary>
internal sealed unsafe class TransformKernelLaws<TKernels> : ITransformKernelLaws
    where TKernels : ITransformKernels
{
    private const int Lanes = LaneArray.Lanes, Rows = 2, BlockLength = LaneArray.BlockLength, ConstantLength = ExpandedConstants.Length;

    /// <summary>Ranges of columns in units of 2^52: all that kernels take, and what may be added once without a reduction.</summary>
    private const long FullColumns = 512, HalfColumns = 240;

    private static readonly BigInteger R = Fr.Modulus;

    /// <summary>Constants whose expansion has extreme limbs, and some at random.</summary>
    private static readonly BigInteger[] Constants = MakeConstants();

    private readonly Random _random = new(52);

    /// <inheritdoc/>
    public void CheckForwardButterflies(bool reduced) => CheckButterflies(
        reduced ? 84 : 77,
        84,
        reduced ? TKernels.ForwardButterfliesReduced : TKernels.ForwardButterflies,
        (x, y, w) => (x + (w * y), x - (w * y)),
        reduced ? 9 : 84,
        reduced ? 9 : 84,
        reduced);

    /// <inheritdoc/>
    public void CheckInverseButterflies(bool reduced) => CheckButterflies(
        42,
        42,
        reduced ? TKernels.InverseButterfliesReduced : TKernels.InverseButterflies,
        (x, y, w) => (x + y, (y - x) * w),
        reduced ? 7 : 84,
        7,
        reduced);

    /// <inheritdoc/>
    public void CheckSumsAndDifferences()
    {
        BigInteger[] xs = Elements(42), ys = [.. Elements(42).Reverse()];
        using LazyBlocks x = new(xs, _random, HalfColumns), y = new(ys, _random, HalfColumns);
        TKernels.SumsAndDifferences(new((nint)x.Words, (nint)y.Words, 1, 0, x.Count, 0, 0, 0));
        for (int i = 0; i < xs.Length; i++)
        {
            Assert.Equal(xs[i] + ys[i], x[i]);
            Assert.Equal(xs[i] - ys[i], y[i]);
        }
    }

    /// <inheritdoc/>
    public void CheckScale()
    {
        BigInteger[] elements = Elements(84);
        var expanded = Expand(Constants, 1);
        using var lanes = new LaneConstants(Constants);
        for (int c = 0; c < Constants.Length; c++)
        {
            for (int kind = 0; kind < 4; kind++)
            {
                using var x = new LazyBlocks(elements, _random);
                double* constant = (kind & 1) == 0 ? null : expanded.Start + (c * ConstantLength);
                double* laneConstants = (kind & 2) == 0 ? null : lanes.Start;
                for (int i = 0; i < x.Count; i++)
                {
                    ulong* block = x.Words + (i * BlockLength);
                    TKernels.Scale(&block, &constant, &laneConstants, 1);
                }

                for (int i = 0; i < elements.Length; i++)
                {
                    BigInteger expected = elements[i] * ((kind & 1) == 0 ? 1 : Constants[c])
                        * ((kind & 2) == 0 ? 1 : Constants[i % Lanes % Constants.Length]);
                    CheckElement(expected, x[i], kind == 0 ? 84 : 7);
                }
            }
        }

        GC.KeepAlive(expanded);
    }

    /// <inheritdoc/>
    public void CheckProducts()
    {
        BigInteger inverse = BigInteger.ModPow(BigInteger.ModPow(2, 260, R), R - 2, R);
        BigInteger[] edges = Elements(64);
        for (int shift = 0; shift < 12; shift++)
        {
            BigInteger[] partners = [.. edges.Select((_, i) => edges[(i + (shift * 7)) % edges.Length])];
            using LazyBlocks a = new(edges, _random), b = new(partners, _random), product = new(edges.Length);
            TKernels.Multiply(product.Words, a.Words, b.Words, a.Count);
            TKernels.Multiply(b.Words, a.Words, b.Words, a.Count);
            TKernels.Multiply(a.Words, a.Words, a.Words, a.Count);
            for (int i = 0; i < edges.Length; i++)
            {
                CheckElement(edges[i] * partners[i] * inverse, product[i], 5, 4);
                Assert.Equal(product[i], b[i]);
                CheckElement(edges[i] * edges[i] * inverse, a[i], 5, 4);
            }
        }
    }

    /// <inheritdoc/>
    public void CheckCanonicalForms()
    {
        BigInteger[] elements = Elements(64);
        using var x = new LazyBlocks(elements, _random);
        var memory = new byte[x.Count * Lanes * 32];
        fixed (byte* to = memory) TKernels.Store(x.Words, BlockLength, (ulong*)to, 4 * Lanes, x.Count);
        TKernels.Canonicalise(x.Words, x.Count);
        for (int i = 0; i < elements.Length; i++)
        {
            BigInteger expected = Residue(elements[i]);
            Assert.Equal(expected, x[i]);
            Assert.True(x.IsCarried(i));
            Assert.Equal(expected, new BigInteger(memory.AsSpan(32 * i, 32), isUnsigned: true));
        }
    }

    /// <inheritdoc/>
    public void CheckLoad()
    {
        BigInteger[] integers = [.. Elements(2).Where(e => e.Sign >= 0), (BigInteger.One << 256) - 1];
        using var x = new LazyBlocks(integers.Length);

        // Addresses of 4 modulo 8, as in a file.
        var memory = new byte[(x.Count * Lanes * 32) + 4];
        for (int i = 0; i < integers.Length; i++) integers[i].TryWriteBytes(memory.AsSpan(4 + (32 * i), 32), out _, isUnsigned: true);
        fixed (byte* from = memory) TKernels.Load((ulong*)(from + 4), 4 * Lanes, x.Words, BlockLength, x.Count);
        for (int i = 0; i < integers.Length; i++)
        {
            Assert.Equal(integers[i], x[i]);
            Assert.True(x.IsCarried(i));
        }
    }

    /// <inheritdoc/>
    public void CheckTranspose()
    {
        using LazyBlocks x = new(Lanes * Lanes), y = new(Lanes * Lanes);
        for (int i = 0; i < Lanes * BlockLength; i++) x.Words[i] = (ulong)i;
        ulong** from = stackalloc ulong*[Lanes], to = stackalloc ulong*[Lanes];
        for (int j = 0; j < Lanes; j++)
        {
            from[j] = x.Words + (j * BlockLength);
            to[j] = y.Words + (j * BlockLength);
        }

        TKernels.Transpose(from, to);
        for (int i = 0; i < Lanes; i++)
        {
            for (int j = 0; j < Lanes; j++) Assert.Equal(x[(Lanes * i) + j], y[(Lanes * j) + i]);
        }
    }

    private void CheckButterflies(
        int boundX,
        int boundY,
        Butterflies butterflies,
        Func<BigInteger, BigInteger, BigInteger, (BigInteger X, BigInteger Y)> expected,
        int resultX,
        int resultY,
        bool reduced)
    {
        BigInteger[] edgesX = Elements(boundX), edgesY = Elements(boundY);
        ExpandedConstants expanded = Expand(Constants, Rows);
        for (int shift = 0; shift < 10; shift++)
        {
            // Rows of one block per constant.
            int count = Rows * Constants.Length * Lanes;
            BigInteger[] xs = [.. Enumerable.Range(0, count).Select(i => edgesX[(i + (5 * shift)) % edgesX.Length])];
            BigInteger[] ys = [.. Enumerable.Range(0, count).Select(i => edgesY[(i * (shift + 1)) % edgesY.Length])];
            long columns = reduced ? FullColumns : HalfColumns;
            using LazyBlocks x = new(xs, _random, columns), y = new(ys, _random, columns);
            butterflies(new(
                (nint)x.Words, (nint)y.Words, Rows, Constants.Length * BlockLength, Constants.Length, (nint)expanded.Start,
                Constants.Length * ConstantLength, ConstantLength));
            for (int i = 0; i < count; i++)
            {
                int constant = i / Lanes % Constants.Length, row = i / Lanes / Constants.Length;
                BigInteger w = Constants[(constant + row) % Constants.Length];
                (BigInteger expectedX, BigInteger expectedY) = expected(xs[i], ys[i], w);
                CheckElement(expectedX, x[i], resultX);
                CheckElement(expectedY, y[i], resultY);
            }
        }

        GC.KeepAlive(expanded);
    }

    /// <summary>Row k of constants is turned by k.</summary>
    private static ExpandedConstants Expand(BigInteger[] constants, int rows)
    {
        var expanded = new ExpandedConstants(rows * constants.Length);
        for (int i = 0; i < rows * constants.Length; i++)
        {
            BigInteger w = constants[((i % constants.Length) + (i / constants.Length)) % constants.Length];
            ExpandedConstants.Write(Fr.FromBigInteger(w), expanded.Start + (i * ConstantLength), 1);
        }

        return expanded;
    }

    /// <summary>Integers in (-bound r / 2, bound r / 2), the ends and around multiples of r among them.</summary>
    private BigInteger[] Elements(int bound)
    {
        BigInteger end = bound * R / 2;
        List<BigInteger> elements = [0, 1, end - 1, R / 2];
        for (int k = 1; 2 * k <= bound; k++) elements.AddRange([(k * R) - 1, k * R, (k * R) + 1]);
        foreach (int bits in new[] { 52, 104, 156, 208, 254, 255, 256, 258 })
        {
            elements.AddRange([(BigInteger.One << bits) - 1, BigInteger.One << bits]);
        }

        var bytes = new byte[40];
        for (int i = 0; i < 200; i++)
        {
            _random.NextBytes(bytes);
            elements.Add(new BigInteger(bytes, isUnsigned: true) % end);
        }

        return [.. elements.Where(e => e < end).SelectMany(e => new[] { e, -e })];
    }

    private static void CheckElement(BigInteger expected, BigInteger actual, int bound, int unit = 2)
    {
        Assert.Equal(Residue(expected), Residue(actual));
        Assert.True(BigInteger.Abs(actual) * unit < bound * R, "The element is in range.");
    }

    private static BigInteger Residue(BigInteger value)
    {
        BigInteger residue = value % R;
        return residue.Sign < 0 ? residue + R : residue;
    }

    private static BigInteger[] MakeConstants()
    {
        // w 2^(52 (i + 1)) = r - 1, or all ones in a limb.
        List<BigInteger> constants = [0, 1, R - 1, (R - 1) / 2];
        BigInteger shrink = BigInteger.ModPow(BigInteger.ModPow(2, 52, R), R - 2, R);
        foreach (BigInteger target in new[] { R - 1, ((BigInteger.One << 208) - 1) % R, ((BigInteger.One << 253) - 1) % R })
        {
            BigInteger w = target;
            for (int i = 0; i < 5; i++)
            {
                w = w * shrink % R;
                constants.Add(w);
            }
        }

        return [.. constants];
    }

    private delegate void Butterflies(in ButterflyLoop loop);

    /// <summary>One expanded constant per lane.</summary>
    private sealed class LaneConstants : IDisposable
    {
        private readonly ExpandedConstants _constants = new(Lanes);

        public LaneConstants(BigInteger[] constants)
        {
            for (int l = 0; l < Lanes; l++)
            {
                ExpandedConstants.Write(Fr.FromBigInteger(constants[l % constants.Length]), _constants.Start + l, Lanes);
            }
        }

        public double* Start => _constants.Start;

        public void Dispose() => GC.KeepAlive(_constants);
    }
}
