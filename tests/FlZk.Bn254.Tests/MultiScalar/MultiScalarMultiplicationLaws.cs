using CsCheck;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests.MultiScalar;

public sealed class MultiScalarMultiplicationLaws
{
    // Multiples of the generator whose factors are known, so that any sum is one multiplication away.
    private const int PoolSize = 3000;
    private static readonly Fr[] Factors = MakeFactors();
    private static readonly G1Affine[] Pool1 = MakePool1();
    private static readonly G2Affine[] Pool2 = MakePool2();

    private static readonly Gen<Fr> Scalar = Gen.Frequency(
        (4, Generate.Fr),
        (4, Gen.OneOf(Fr.Zero, Fr.One, -Fr.One, -Fr.One - Fr.One)),
        (2, Gen.Int[0, 253].Select(k => Fr.FromUInt64(2).Pow([(ulong)k]))),
        (2, Gen.Int[0, 253].Select(k => Fr.FromUInt64(2).Pow([(ulong)k]) - Fr.One)),
        (2, Gen.Long.Select(Fr.FromInt64)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(31)]
    [InlineData(257)]
    [InlineData(3000)]
    public void The_sum_is_the_naive_sum(int count)
    {
        Fr[] scalars = [.. Enumerable.Range(0, count).Select(_ => Fr.Random())];
        Check(Enumerable.Range(0, count).ToArray(), scalars);
    }

    [Fact]
    public void Adversarial_scalars_and_repeated_opposite_and_infinite_bases() =>
        Gen.Select(Gen.Int[-6, 6], Scalar).Array[0, 60].Sample(
            terms => Check([.. terms.Select(t => t.Item1)], [.. terms.Select(t => t.Item2)]),
            iter: 150);

    [Fact]
    public void Many_adversarial_terms() =>
        Gen.Select(Gen.Int[-4, 4], Scalar).Array[700, 1500].Sample(
            terms => Check([.. terms.Select(t => t.Item1)], [.. terms.Select(t => t.Item2)]),
            iter: 5);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(65537)]
    public void One_base_and_one_scalar_repeated(long scalar) =>
        Check([.. Enumerable.Repeat(5, 1000)], [.. Enumerable.Repeat(Fr.FromInt64(scalar), 1000)]);

    [Fact]
    public void One_base_and_its_opposite_cancel() =>
        Check([.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? 9 : -9)], [.. Enumerable.Repeat(Factors[77], 1000)]);

    [Fact]
    public void Bit_scalars_select() =>
        Check(Enumerable.Range(0, PoolSize).ToArray(),
            [.. Enumerable.Range(0, PoolSize).Select(i => Fr.FromUInt64((ulong)(i * 7 % 11 % 2)))]);

    [Fact]
    public void Mostly_bits_with_a_few_full_scalars() => Check(
        Enumerable.Range(0, PoolSize).ToArray(),
        [.. Enumerable.Range(0, PoolSize).Select(i => i % 50 == 0 ? Factors[i] : Fr.FromUInt64((ulong)(i % 2)))]);

    [Fact]
    public void Signed_64_bit_scalars() =>
        Gen.Select(
            Gen.Int[-6, 6], Gen.OneOf(Gen.Long, Gen.Long[-5, 5], Gen.OneOf(long.MinValue, long.MaxValue, -1L, 0L, 1L))).Array[0, 80].Sample(
            terms =>
            {
                int[] bases = [.. terms.Select(t => t.Item1)];
                long[] scalars = [.. terms.Select(t => t.Item2)];
                CheckSigned(bases, scalars);
            },
            iter: 150);

    [Fact]
    public void Many_signed_24_bit_scalars()
    {
        int[] bases = [.. Enumerable.Range(0, PoolSize)];
        long[] scalars = [.. bases.Select(i => (i * 2654435761L % (1 << 24)) - (1 << 23))];
        CheckSigned(bases, scalars);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30_000)]
    [InlineData(long.MaxValue)]
    public void More_terms_than_one_pass_holds(long magnitude)
    {
        // Two cores' runs of units and of terms are both longer than a pass, and buckets are carried from one pass to the next.
        int count = Math.Max(2, Environment.ProcessorCount) * 70_000;
        int[] bases = [.. Enumerable.Range(0, count).Select(i => i % PoolSize)];
        long[] scalars = [.. bases.Select((_, i) => (i % 3 == 0 ? -1 : 1) * (magnitude - (i % Math.Min(magnitude, 1000))))];
        CheckSigned(bases, scalars);
    }

    [Theory]
    [InlineData(0, 3000)]
    [InlineData(1, 1)]
    [InlineData(700, 0)]
    [InlineData(701, 2299)]
    [InlineData(4000, 3000)]
    [InlineData(8191, 1809)]
    public void Scalars_prepared_once_serve_any_run_of_bases(int start, int count)
    {
        Fr[] scalars = [.. Enumerable.Range(0, 10_000).Select(i => (i % 5) switch
        {
            0 => Factors[i % PoolSize],
            1 => Fr.FromInt64((i % 3) - 1),
            2 => Fr.FromInt64(i * 1_000_003L * (i % 2 == 0 ? 1 : -1)),
            3 => Fr.FromUInt64((ulong)(i % 2)),
            _ => -Fr.One,
        })];
        var prepared = PreparedScalars.From(scalars);
        int[] bases = [.. Enumerable.Range(0, count).Select(i => i % 7 == 0 ? 0 : i % 11 == 0 ? -i : i)];
        Fr factor = Factor(bases, scalars[start..(start + count)]);
        Assert.Equal(G1Affine.Generator * factor, MultiScalarMultiplication.Compute(Bases1(bases), prepared, start));
        Assert.Equal(G2Affine.Generator * factor, MultiScalarMultiplication.Compute(Bases2(bases), prepared, start));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => MultiScalarMultiplication.Compute(Bases1(bases), prepared, scalars.Length - count + 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    public void Any_number_of_threads_gives_the_same_sum(int threads)
    {
        int[] bases = [.. Enumerable.Range(0, 20_000).Select(i => i % PoolSize)];
        Fr[] scalars = [.. bases.Select(i => Factors[(i * 17) % PoolSize])];
        G1Affine expected = G1Affine.Generator * Factor(bases, scalars);
        Assert.Equal(expected, MultiScalarMultiplication.Compute(Bases1(bases), scalars, new Execution(MaximumThreads: threads)));
    }

    [Fact]
    public void Different_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => MultiScalarMultiplication.Compute(new G1Affine[2], new Fr[1]));
        Assert.Throws<ArgumentException>(() => MultiScalarMultiplication.Compute(new G2Affine[1], new Fr[2]));
        Assert.Throws<ArgumentException>(() => MultiScalarMultiplication.Compute(new G1Affine[1], new long[2]));
    }

    [Fact]
    public void Cancellation_stops_the_sum() => Assert.ThrowsAny<OperationCanceledException>(
        () => MultiScalarMultiplication.Compute(Pool1, Factors, new CancellationToken(canceled: true)));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Progress_rises_to_one_on_any_number_of_threads(int threads)
    {
        var reports = new Reports();
        var execution = new Execution(CancellationToken.None, threads, reports);
        G1Affine expected = G1Affine.Generator * Factor([.. Enumerable.Range(0, PoolSize)], Factors);
        Assert.Equal(expected, MultiScalarMultiplication.Compute(Pool1, Factors, execution));
        reports.CheckComplete();

        FixedBaseMultiplication.Multiply(Pool1[1], Factors, new G1Affine[PoolSize], execution);
        reports.CheckComplete();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(1000)]
    public void Fixed_base_multiples_are_multiples(int count)
    {
        Fr[] scalars = [.. Enumerable.Range(0, count).Select(
            i => i < 5 ? Fr.FromInt64(i - 2) : i < 260 ? Fr.FromUInt64(2).Pow([(ulong)i]) - Fr.FromInt64(i % 3) : Fr.Random())];
        G1Affine base1 = Pool1[17];
        G2Affine base2 = Pool2[18];
        var results1 = new G1Affine[count];
        var results2 = new G2Affine[count];
        FixedBaseMultiplication.Multiply(base1, scalars, results1);
        FixedBaseMultiplication.Multiply(base2, scalars, results2);
        for (int i = 0; i < count; i += 1 + (i / 300))
        {
            Assert.Equal(base1 * scalars[i], results1[i]);
            Assert.Equal(base2 * scalars[i], results2[i]);
        }
    }

    [Fact]
    public void Fixed_base_infinity_stays_infinity()
    {
        var results = new G1Affine[3];
        FixedBaseMultiplication.Multiply(G1Affine.Infinity, Factors.AsMemory(0, 3), results);
        Assert.All(results, point => Assert.True(point.IsInfinity));
        Assert.Throws<ArgumentException>(() => FixedBaseMultiplication.Multiply(Pool1[1], new Fr[4], results));
    }

    private static void Check(int[] bases, Fr[] scalars)
    {
        Fr factor = Factor(bases, scalars);
        G1Affine[] bases1 = Bases1(bases);
        Assert.Equal(G1Affine.Generator * factor, MultiScalarMultiplication.Compute(bases1, scalars));
        foreach (InstructionTier tier in Tiers.Supported)
        {
            Assert.Equal(G1Affine.Generator * factor, MultiScalarMultiplication.Compute(bases1, scalars, tier));
        }

        G2Affine[] bases2 = Bases2(bases);
        foreach (InstructionTier tier in Tiers.Supported)
        {
            Assert.Equal(G2Affine.Generator * factor, MultiScalarMultiplication.Compute(bases2, scalars, tier));
        }
    }

    private static void CheckSigned(int[] bases, long[] scalars)
    {
        G1Affine expected = G1Affine.Generator * Factor(bases, [.. scalars.Select(Fr.FromInt64)]);
        G1Affine[] bases1 = Bases1(bases);
        Assert.Equal(expected, MultiScalarMultiplication.Compute(bases1, scalars));
        foreach (InstructionTier tier in Tiers.Supported) Assert.Equal(expected, MultiScalarMultiplication.Compute(bases1, scalars, tier));
    }

    /// <summary>Base i of the pool; a negative index is the opposite base, and index 0 is infinity.</summary>
    private static G1Affine[] Bases1(int[] bases) => [.. bases.Select(i => i < 0 ? -Pool1[-i] : Pool1[i])];

    private static G2Affine[] Bases2(int[] bases) => [.. bases.Select(i => i < 0 ? -Pool2[-i] : Pool2[i])];

    private static Fr Factor(int[] bases, Fr[] scalars)
    {
        Fr sum = Fr.Zero;
        for (int i = 0; i < bases.Length; i++) sum += (bases[i] < 0 ? -Factors[-bases[i]] : Factors[bases[i]]) * scalars[i];
        return sum;
    }

    /// <summary>Remembers what is reported, on the reporting thread.</summary>
    private sealed class Reports : IProgress<double>
    {
        private readonly List<double> _values = [];

        public void Report(double value) => _values.Add(value);

        public void CheckComplete()
        {
            Assert.Equal(1.0, _values[^1]);
            Assert.Equal(_values.Order().Distinct(), _values);
            _values.Clear();
        }
    }

    private static Fr[] MakeFactors()
    {
        var factors = new Fr[PoolSize];
        for (int i = 1; i < factors.Length; i++) factors[i] = i == 3 ? factors[2].Double() : Fr.Random();
        return factors;
    }

    private static G1Affine[] MakePool1() => [.. Factors.Select(factor => G1Affine.Generator * factor)];

    private static G2Affine[] MakePool2() => [.. Factors.Select(factor => G2Affine.Generator * factor)];
}
