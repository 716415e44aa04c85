using FlZk.Bn254.Curves;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests.MultiScalar;

public sealed class ScalarAdversarialSums() : AdversarialSums(InstructionTier.Scalar);

public sealed class Avx2AdversarialSums() : AdversarialSums(InstructionTier.Avx2);

public sealed class Avx512AdversarialSums() : AdversarialSums(InstructionTier.Avx512);

/// <summary>Sums whose points, scalars, memory or threads are chosen against the method, on one tier.</summary>
public abstract class AdversarialSums
{
    private const int Count = 5000;

    /// <summary>i^2 + 1 times the generator.</summary>
    private static readonly G1Affine[] Pool1 = MakePool1();
    private static readonly G2Affine[] Pool2 = MakePool2();

    private readonly InstructionTier _tier;

    private protected AdversarialSums(InstructionTier tier)
    {
        Tiers.Require(tier);
        _tier = tier;
    }

    /// <summary>2^k, its neighbours and their opposites, for every k; half the order's neighbours.</summary>
    [Fact]
    public void Scalars_at_every_border()
    {
        List<Fr> scalars = [];
        Fr half = Fr.FromUInt64(2).Inverse();
        foreach (Fr border in Enumerable.Range(0, 254).Select(k => Fr.FromUInt64(2).Pow([(ulong)k])).Append(half).Append(-half))
        {
            foreach (Fr scalar in new[] { border - Fr.One, border, border + Fr.One }) scalars.AddRange([scalar, -scalar]);
        }

        Check([.. Enumerable.Range(0, scalars.Count)], [.. scalars]);
        for (int i = 0; i < scalars.Count; i += 97) Check([i], [scalars[i]]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(127)]
    [InlineData(129)]
    [InlineData(1023)]
    [InlineData(1025)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    public void Lengths_around_powers_of_two(int count) => Check(
        [.. Enumerable.Range(0, count)], [.. Enumerable.Range(0, count).Select(i => Fr.FromInt64((i * 7919L * 7919) - 50_000_000))]);

    /// <summary>Every sum of neighbours is a doubling, or infinity, in every bucket and at every level.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Equal_and_opposite_bases_with_equal_full_scalars(int sign)
    {
        Fr scalar = -Fr.FromUInt64(3).Inverse();
        G1Affine[] bases = [.. Enumerable.Range(0, Count).Select(i => sign < 0 && i % 2 == 1 ? -Pool1[7] : Pool1[7])];
        G2Affine[] bases2 = [.. Enumerable.Range(0, Count / 4).Select(i => sign < 0 && i % 2 == 1 ? -Pool2[7] : Pool2[7])];
        Fr[] scalars = [.. Enumerable.Repeat(scalar, Count)];
        Fr times1 = scalar * Fr.FromInt64(sign < 0 ? 0 : Count), times2 = scalar * Fr.FromInt64(sign < 0 ? 0 : Count / 4);
        Assert.Equal(Pool1[7] * times1, MultiScalarMultiplication.Compute(bases, scalars, _tier));
        Assert.Equal(Pool2[7] * times2, MultiScalarMultiplication.Compute(bases2, scalars.AsMemory(0, Count / 4), _tier));
    }

    [Fact]
    public void Infinity_almost_everywhere()
    {
        var bases = new G1Affine[Count];
        var bases2 = new G2Affine[Count];
        Fr[] scalars = [.. Enumerable.Range(0, Count).Select(i => Fr.FromInt64(i % 4 == 0 ? 1 : i - 77) * (i % 3 == 0 ? -Fr.One : Fr.One))];
        Assert.True(MultiScalarMultiplication.Compute(bases, scalars, _tier).IsInfinity);
        Assert.True(MultiScalarMultiplication.Compute(bases2, scalars, _tier).IsInfinity);
        bases[4097] = Pool1[1];
        bases2[4096] = Pool2[1];
        Assert.Equal(Pool1[1] * scalars[4097], MultiScalarMultiplication.Compute(bases, scalars, _tier));
        Assert.Equal(Pool2[1] * scalars[4096], MultiScalarMultiplication.Compute(bases2, scalars, _tier));
    }

    /// <summary>The smallest 64-bit integer has no opposite of its kind.</summary>
    [Fact]
    public void The_smallest_and_largest_64_bit_scalars()
    {
        long[] scalars =
            [.. Enumerable.Range(0, Count).Select(i => i % 3 == 0 ? long.MinValue : i % 3 == 1 ? long.MaxValue : long.MinValue + i)];
        Fr sum = Fr.Zero;
        for (int i = 0; i < Count; i++) sum += Fr.FromInt64(scalars[i]) * Factor(i);
        Assert.Equal(G1Affine.Generator * sum, MultiScalarMultiplication.Compute(Pool1, scalars, _tier));
    }

    /// <summary>
    /// Points of the twist with one first component of x, or with one y, in either sign: no points of a chord's exceptions, but differences
    /// whose components vanish. They lie outside the subgroup, so that scalars are small.
    /// </summary>
    [Fact]
    public void Coordinates_that_agree_in_a_component()
    {
        List<G2Affine> points = [];
        for (ulong k = 0; points.Count < 60; k++)
        {
            if (Generate.TryTwistPoint(new Fp2(Fp.FromUInt64(11), Fp.FromUInt64(k)), out G2Affine a)) points.Add(a);
            if (Generate.TryTwistPoint(new Fp2(Fp.FromUInt64(k), Fp.Zero), out G2Affine b)) points.Add(b);
            if (Generate.TryTwistPoint(new Fp2(Fp.FromUInt64(k), -Fp.One), out G2Affine c)) points.Add(c);
        }

        // (w x, y) for a cube root w of one: y is the same.
        Fp root = CubeRoot();
        points.AddRange([.. points.Select(p => new G2Affine(p.X * root, p.Y))]);
        points.AddRange([.. points.Select(p => new G2Affine(p.X * root, -p.Y))]);
        var random = new Random(3);
        G2Affine[] bases = [.. Enumerable.Range(0, 2000).Select(_ => points[random.Next(points.Count)])];
        foreach (int span in new[] { 1, 2, 9 }) CheckSmall(bases, [.. bases.Select((_, i) => i % ((2 * span) + 1) - (long)span)]);
    }

    /// <summary>All pairs of neighbours agree in y as it is stored, and nothing else: no x gives them away.</summary>
    [Fact]
    public void Neighbours_that_agree_in_y_alone()
    {
        Fp root = CubeRoot();
        List<G2Affine> bases = [];
        for (ulong k = 1; bases.Count < 512; k++)
        {
            if (!Generate.TryTwistPoint(new Fp2(Fp.FromUInt64(k), Fp.FromUInt64((2 * k) + 3)), out G2Affine point)) continue;
            bases.AddRange([point, new G2Affine(point.X * root, point.Y)]);
        }

        CheckSmall([.. bases], [.. bases.Select(_ => 1L)]);
        CheckSmall([.. bases], [.. bases.Select((_, i) => i % 2 == 0 ? 1L : -1L)]);
        CheckSmall([.. bases], [.. bases.Select((_, i) => i % 3 == 0 ? 1L : -1L)]);
    }

    [Fact]
    public void Memory_that_is_not_aligned_and_is_released()
    {
        Fr[] scalars = [.. Enumerable.Range(0, Count).Select(i => Fr.FromInt64(i - 2500).Square())];
        using var owner = new UnalignedMemory<G1Affine>(Pool1);
        using var owner2 = new UnalignedMemory<G2Affine>(Pool2);
        Assert.Equal(
            MultiScalarMultiplication.Compute(Pool1, scalars, InstructionTier.Scalar),
            MultiScalarMultiplication.Compute(owner.Memory, scalars, _tier));
        Assert.Equal(
            MultiScalarMultiplication.Compute(Pool2, scalars.AsMemory(0, Pool2.Length), InstructionTier.Scalar),
            MultiScalarMultiplication.Compute(owner2.Memory, scalars.AsMemory(0, Pool2.Length), _tier));
        Assert.Equal(0, owner.Pins);
    }

    /// <summary>Stopped at any report, a sum leaves nothing behind that the next one could stumble over.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Cancellation_on_the_way_leaves_later_sums_alone(int threads)
    {
        using var owner = new UnalignedMemory<G1Affine>(Pool1);
        Fr[] scalars = [.. Enumerable.Range(0, Count).Select(i => i % 5 == 0 ? Fr.One : -Fr.FromInt64(i + 2).Inverse())];
        G1Affine expected = MultiScalarMultiplication.Compute(Pool1, scalars, InstructionTier.Scalar);
        for (int report = 1; report <= 12; report++)
        {
            using var source = new CancellationTokenSource();
            var execution = new Execution(source.Token, threads, new Stop(source, report));
            try
            {
                Assert.Equal(expected, MultiScalarMultiplication.Compute(owner.Memory, scalars, _tier, execution));
            }
            catch (OperationCanceledException)
            {
                Assert.True(source.IsCancellationRequested);
            }

            Assert.Equal(0, owner.Pins);
            Assert.Equal(expected, MultiScalarMultiplication.Compute(Pool1, scalars, _tier));
        }
    }

    [Fact]
    public void Many_sums_at_once()
    {
        Fr[] scalars = [.. Enumerable.Range(0, Count).Select(i => -Fr.FromInt64(i + 2).Inverse())];
        var prepared = PreparedScalars.From(scalars);
        G1Affine expected = MultiScalarMultiplication.Compute(Pool1, scalars, InstructionTier.Scalar);
        G2Affine expected2 = MultiScalarMultiplication.Compute(
            Pool2, scalars.AsMemory(0, Pool2.Length), InstructionTier.Scalar);
        Parallel.For(0, 12, i =>
        {
            var execution = new Execution(MaximumThreads: 1 + (i % 4));
            if (i % 2 == 0) Assert.Equal(expected, MultiScalarMultiplication.Compute(Pool1, prepared, 0, _tier, execution));
            else Assert.Equal(expected2, MultiScalarMultiplication.Compute(Pool2, prepared, 0, _tier, execution));
        });
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public void Any_number_of_threads_may_be_allowed(int threads)
    {
        Fr[] scalars = [.. Enumerable.Range(0, Count).Select(i => -Fr.FromInt64(i + 2).Inverse())];
        Assert.Equal(
            MultiScalarMultiplication.Compute(Pool1, scalars, InstructionTier.Scalar),
            MultiScalarMultiplication.Compute(Pool1, scalars, _tier, new Execution(MaximumThreads: threads)));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(100, 1)]
    [InlineData(1, 100)]
    [InlineData(0, 101)]
    [InlineData(101, 0)]
    [InlineData(int.MaxValue, 2)]
    public void Scalars_that_are_not_there_are_refused(int start, int count)
    {
        var prepared = PreparedScalars.From(new Fr[100]);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => MultiScalarMultiplication.Compute(Pool1.AsMemory(0, count), prepared, start, _tier, default));
    }

    private void Check(int[] bases, Fr[] scalars)
    {
        Fr sum = Fr.Zero;
        for (int i = 0; i < bases.Length; i++) sum += Factor(bases[i]) * scalars[i];
        G1Affine[] bases1 = [.. bases.Select(i => Pool1[i])];
        Assert.Equal(G1Affine.Generator * sum, MultiScalarMultiplication.Compute(bases1, scalars, _tier));
        if (bases.Length > Pool2.Length) return;
        G2Affine[] bases2 = [.. bases.Select(i => Pool2[i])];
        Assert.Equal(G2Affine.Generator * sum, MultiScalarMultiplication.Compute(bases2, scalars, _tier));
    }

    /// <summary>Against additions one by one: scalars are small, and points may lie outside the subgroup.</summary>
    private void CheckSmall(G2Affine[] bases, long[] factors)
    {
        JacobianPoint<Fp2> expected = JacobianPoint<Fp2>.Infinity;
        for (int i = 0; i < bases.Length; i++)
        {
            AffinePoint<Fp2> point = factors[i] < 0 ? (-bases[i]).Point : bases[i].Point;
            for (long k = Math.Abs(factors[i]); k > 0; k--) expected = expected.Add(point);
        }

        Fr[] scalars = [.. factors.Select(Fr.FromInt64)];
        Assert.Equal(G2Affine.From(expected.ToAffine()), MultiScalarMultiplication.Compute(bases, scalars, _tier));
    }

    private static Fp CubeRoot()
    {
        // g^((p - 1) / 3) for the first g that is no cube.
        ulong[] exponent = Generate.Limbs((Fp.Modulus - 1) / 3);
        for (ulong g = 2; ; g++)
        {
            Fp root = Fp.FromUInt64(g).Pow(exponent);
            if (root != Fp.One) return root;
        }
    }

    private static Fr Factor(int i) => Fr.FromInt64(((long)i * i) + 1);

    private static G1Affine[] MakePool1()
    {
        var pool = new G1Affine[Count];
        FixedBaseMultiplication.Multiply(G1Affine.Generator, Enumerable.Range(0, Count).Select(Factor).ToArray(), pool);
        return pool;
    }

    private static G2Affine[] MakePool2()
    {
        var pool = new G2Affine[1600];
        FixedBaseMultiplication.Multiply(G2Affine.Generator, Enumerable.Range(0, pool.Length).Select(Factor).ToArray(), pool);
        return pool;
    }

    /// <summary>Cancels at a report.</summary>
    private sealed class Stop(CancellationTokenSource source, int report) : IProgress<double>
    {
        private int _reports;

        public void Report(double value)
        {
            if (Interlocked.Increment(ref _reports) == report) source.Cancel();
        }
    }
}
