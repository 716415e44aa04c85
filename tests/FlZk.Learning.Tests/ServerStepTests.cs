using System.Numerics;
using CsCheck;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Tests;

public sealed class ServerStepTests
{
    private static readonly FixedPointFormat Format = FixedPointFormat.Default;

    private static readonly Gen<long> Velocity = Gen.OneOf(
        Gen.Const(MomentumStep.VelocityBound), Gen.Const(-MomentumStep.VelocityBound), Gen.Long[-70_000, 70_000],
        Gen.Long[-MomentumStep.VelocityBound, MomentumStep.VelocityBound]);

    private static readonly Gen<int> Difference = Gen.OneOf(
        Gen.Const(-(1 << 24) + 1), Gen.Const((1 << 24) - 1), Gen.Int[-2, 2], Gen.Int[-(1 << 24) + 1, (1 << 24) - 1]);

    private static readonly Gen<int> Decay = Gen.OneOf(Gen.Const(0), Gen.Const(65535), Gen.Int[0, 65535]);

    private static readonly Gen<int> Rate = Gen.OneOf(Gen.Const(1), Gen.Const(1 << 21), Gen.Int[1, 1 << 21]);

    [Fact]
    public void Roots_are_exact() =>
        Gen.OneOf(
            Gen.Long[0, 100],
            Gen.Long[0, (1L << 62) - 1],
            Gen.Long[1, (1L << 31) - 1].Select(r => r * r),
            Gen.Long[1, (1L << 31) - 1].Select(r => (r * r) - 1),
            Gen.Const((1L << 62) - 1)).Sample(
                v =>
                {
                    long root = IntegerSquareRoot.Floor(v);
                    return root == IntegerSquareRoot.FloorByDigits(v)
                        && (BigInteger)root * root <= v
                        && (BigInteger)(root + 1) * (root + 1) > v;
                },
                iter: 20_000);

    [Fact]
    public void Momentum_equals_the_definition_in_integers_of_any_size() =>
        Gen.Select(Velocity, Difference, Decay, Rate).Sample(
            (v, difference, momentum, rate) =>
            {
                BigInteger expected = Rounded((BigInteger)momentum * v, 65536) + ((BigInteger)difference << 16);
                long next = MomentumStep.Velocity(v, difference, momentum);
                return next == expected
                    && BigInteger.Abs(expected) <= MomentumStep.VelocityBound
                    && MomentumStep.Move(next, rate) == Rounded(rate * expected, BigInteger.One << 36);
            },
            iter: 20_000);

    [Fact]
    public void Adam_equals_the_definition_in_integers_of_any_size() =>
        (from m in Gen.OneOf(
            Gen.Const(AdamStep.FirstMomentBound), Gen.Const(-AdamStep.FirstMomentBound), Gen.Long[-70_000, 70_000],
            Gen.Long[-AdamStep.FirstMomentBound, AdamStep.FirstMomentBound])
         from v in Gen.OneOf(
             Gen.Const(AdamStep.SecondMomentBound), Gen.Long[0, 70_000], Gen.Long[0, AdamStep.SecondMomentBound])
         from difference in Difference
         from beta1 in Decay
         from beta2 in Decay
         from rate in Rate
         from tau in Gen.OneOf(Gen.Const(1L), Gen.Const(AdamStep.StabiliserBound), Gen.Long[1, AdamStep.StabiliserBound])
         from f in Gen.Int[0, 30]
         select (m, v, difference, beta1, beta2, rate, tau, f)).Sample(
            x =>
            {
                BigInteger square = BigInteger.Pow(x.difference, 2) << 14;
                BigInteger first = Rounded(((BigInteger)x.beta1 * x.m) + ((BigInteger)(65536 - x.beta1) * x.difference * 65536), 65536);
                BigInteger second = Rounded(((BigInteger)x.beta2 * x.v) + ((65536 - x.beta2) * square), 65536);
                long m = AdamStep.FirstMoment(x.m, x.difference, x.beta1), v = AdamStep.SecondMoment(x.v, x.difference, x.beta2);
                if (m != first || BigInteger.Abs(first) > AdamStep.FirstMomentBound) return false;
                if (v != second || second.Sign < 0 || second > AdamStep.SecondMomentBound) return false;
                long root = IntegerSquareRoot.Floor(v);
                BigInteger divisor = ((BigInteger)root + x.tau) << 29;
                return AdamStep.Move(m, root, x.rate, x.tau, x.f) == Rounded(((BigInteger)x.rate * m) << x.f, divisor);
            },
            iter: 20_000);

    [Fact]
    public void Adam_is_the_papers_step_up_to_its_rounding()
    {
        // Twenty rounds towards a fixed average, beside the same in doubles.
        ServerStep step = ServerStep.FedAdam(0.01, 0.9, 0.99, 0.001, Format);
        double rate = step.LearningRate / 1048576.0, beta1 = step.Momentum / 65536.0, beta2 = step.SecondDecay / 65536.0;
        double tau = step.Stabiliser / Math.ScaleB(1, 23);
        int[] average = [65536, -65536, 100, -3, 0], model = new int[5];
        ServerState state = ServerState.Begin(step, 5);
        double[] x = new double[5], m = new double[5], v = [.. Enumerable.Repeat(tau * tau, 5)];
        using var device = new CpuDevice();
        for (int round = 0; round < 20; round++)
        {
            AggregationResult result = new ServerStepStrategy(model, state).Aggregate(device, TrimmedMeanTests.Round([average]));
            (model, state) = (result.Model, result.State!);
            for (int j = 0; j < 5; j++)
            {
                double difference = (average[j] / 65536.0) - x[j];
                m[j] = (beta1 * m[j]) + ((1 - beta1) * difference);
                v[j] = (beta2 * v[j]) + ((1 - beta2) * difference * difference);
                x[j] += rate * m[j] / (Math.Sqrt(v[j]) + tau);
                Assert.InRange(model[j] / 65536.0, x[j] - 0.0005, x[j] + 0.0005);
            }
        }

        Assert.Equal(20, state.Rounds);
        Assert.True(model[0] > 5000);
    }

    [Fact]
    public void Adam_in_vectors_equals_its_scalar_twin() =>
        (from fractionBits in Gen.OneOf(Gen.Const(0), Gen.Const(30), Gen.Int[0, 30])
         from valueBits in Gen.OneOf(Gen.Const(24), Gen.Int[2, 24])
         from beta1 in Decay
         from beta2 in Decay
         from rate in Rate
         from tau in Gen.OneOf(Gen.Const(1L), Gen.Const(AdamStep.StabiliserBound), Gen.Long[1, AdamStep.StabiliserBound])
         from d in Gen.Int[1, 70]
         from seed in Gen.Int
         select (format: new FixedPointFormat(fractionBits, valueBits), beta1, beta2, rate, tau, d, seed)).Sample(
            x =>
            {
                var random = new Random(x.seed);
                ServerStep step = Adam(x.rate, x.beta1, x.beta2, x.tau, x.format);
                int[] average = Values(), model = Values(), twin = [.. model];
                long[] first = Moments(-AdamStep.FirstMomentBound, AdamStep.FirstMomentBound), twinFirst = [.. first];
                long[] second = Moments(0, AdamStep.SecondMomentBound), twinSecond = [.. second];
                long saturated = ServerStepKernel.Run(step, average, model, first, second, CancellationToken.None);
                long expected = ServerStepKernel.Run(step, average, twin, twinFirst, twinSecond, vectorised: false, CancellationToken.None);
                return saturated == expected
                    && twin.SequenceEqual(model) && twinFirst.SequenceEqual(first) && twinSecond.SequenceEqual(second);

                int[] Values() => [.. Enumerable.Range(0, x.d).Select(_ => (int)Near(x.format.MinValue, x.format.MaxValue))];

                // Squares and their neighbours too, at which roots change.
                long[] Moments(long least, long greatest) => [.. Enumerable.Range(0, x.d).Select(_ => random.Next(3) == 0
                    ? Math.Clamp((random.NextInt64(1L << 31) is var root ? root * root : 0) + random.Next(-1, 2), least, greatest)
                    : Near(least, greatest))];

                long Near(long least, long greatest) => random.Next(5) switch
                {
                    0 => least,
                    1 => greatest,
                    2 => Math.Clamp(random.Next(-2, 3), least, greatest),
                    _ => random.NextInt64(least, greatest + 1),
                };
            },
            iter: 20_000);

    [Fact]
    public void Adam_moves_by_halves_upwards()
    {
        // m' = 2^16 d and floor(sqrt(v')) + t = 2^7, so that x moves by r d / 2.
        for (int rate = 1; rate < 100; rate++)
        {
            ServerStep step = Adam(rate, 0, 65535, 127, new FixedPointFormat(19));
            int[] model = new int[48], average = [.. Enumerable.Range(0, 48).Select(j => (j % 3) - 1)];
            long[] second = [.. Enumerable.Repeat(1L, 48)];
            ServerStepKernel.Run(step, average, model, new long[48], second, CancellationToken.None);
            Assert.Equal(average.Select(d => (int)Math.Floor((rate * d / 2.0) + 0.5)), model);
            Assert.All(second, v => Assert.Equal(1, v));
        }
    }

    [Fact]
    public void Without_momentum_at_rate_one_FedAvgM_is_FedAvg() =>
        (from updates in RoundGenerator.Round(5, 60)
         from model in RoundGenerator.Value(Format).Array[updates[0].Values.Length]
         from velocity in Gen.Long[-1000, 1000].Array[model.Length]
         select (updates, model, velocity)).Sample(
            round =>
            {
                using var device = new CpuDevice();
                ServerStep step = ServerStep.FedAvgM(1, 0, Format);
                var input = new RoundInput(
                    [.. round.updates.Select((x, i) => new ArraySource($"{i}", x.Values))],
                    [.. round.updates.Select(x => x.Weight)],
                    Format);
                AggregationResult result = new ServerStepStrategy(round.model, new ServerState(step, 3, round.velocity, []))
                    .Aggregate(device, input);
                FedAvgResult average = FedAvg.Aggregate(device, round.updates, Format);
                return result.Model.SequenceEqual(average.Model)
                    && result.Average!.SequenceEqual(average.Model)
                    && result.TotalWeight == average.TotalWeight
                    && result.Saturated == 0;
            },
            iter: 100);

    [Theory]
    [InlineData(ServerRule.FedAvgM)]
    [InlineData(ServerRule.FedAdam)]
    public void A_round_of_many_blocks_equals_its_elements_and_leaves_the_state_given(ServerRule rule)
    {
        const int d = 40_001;
        var random = new Random(3);
        ServerStep step = rule == ServerRule.FedAvgM
            ? ServerStep.FedAvgM(1.5, 0.9, Format) : ServerStep.FedAdam(0.5, 0.9, 0.99, 0.001, Format);
        int[] x = TrimmedMeanTests.Values(random, d), y = TrimmedMeanTests.Values(random, d);
        ServerState state = ServerState.Begin(step, d);
        using var device = new CpuDevice();
        AggregationResult result = new ServerStepStrategy(x, state).Aggregate(device, TrimmedMeanTests.Round([y]));
        Assert.Equal(ServerState.Begin(step, d).SecondMoment, state.SecondMoment);
        Assert.All(state.Momentum, v => Assert.Equal(0, v));
        long saturated = 0;
        for (int j = 0; j < d; j++)
        {
            long move = rule == ServerRule.FedAvgM
                ? MomentumStep.Move(MomentumStep.Velocity(0, y[j] - x[j], step.Momentum), step.LearningRate)
                : AdamStep.Move(
                    AdamStep.FirstMoment(0, y[j] - x[j], step.Momentum),
                    IntegerSquareRoot.FloorByDigits(AdamStep.SecondMoment(state.SecondMoment[j], y[j] - x[j], step.SecondDecay)),
                    step.LearningRate,
                    step.Stabiliser,
                    step.FractionBits);
            long expected = Math.Clamp(x[j] + move, Format.MinValue, Format.MaxValue);
            if (expected != x[j] + move) saturated++;
            Assert.Equal(expected, result.Model[j]);
        }

        Assert.Equal(saturated, result.Saturated);
        Assert.True(saturated > 0);
    }

    [Fact]
    public void Coefficients_outside_their_ranges_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ServerStep.FedAvgM(0, 0.9, Format));
        Assert.Throws<ArgumentOutOfRangeException>(() => ServerStep.FedAvgM(2.1, 0.9, Format));
        Assert.Throws<ArgumentOutOfRangeException>(() => ServerStep.FedAvgM(double.NaN, 0.9, Format));
        Assert.Throws<ArgumentOutOfRangeException>(() => ServerStep.FedAvgM(1, 1, Format));
        Assert.Throws<ArgumentOutOfRangeException>(() => ServerStep.FedAvgM(1, -0.1, Format));
        Assert.Throws<ArgumentOutOfRangeException>(() => ServerStep.FedAdam(0.1, 0.9, 0.99, 0, Format));
        Assert.Throws<ArgumentOutOfRangeException>(() => ServerStep.FedAdam(0.1, 0.9, 0.99, 1e9, Format));
        Assert.Throws<ArgumentOutOfRangeException>(() => ServerStep.FedAdam(0.1, 0.9, 1.0, 0.001, Format));
    }

    [Fact]
    public void A_model_or_state_of_another_shape_or_format_is_refused()
    {
        using var device = new CpuDevice();
        ServerStep step = ServerStep.FedAvgM(1, 0.9, Format);
        Assert.Throws<ArgumentException>(() => new ServerStepStrategy(new int[3], ServerState.Begin(step, 4)));
        Assert.Throws<ArgumentException>(() => new ServerStepStrategy(new[] { 1 << 23 }, ServerState.Begin(step, 1)));
        var strategy = new ServerStepStrategy(new int[3], ServerState.Begin(step, 3));
        Assert.Throws<ArgumentException>(() => strategy.Aggregate(device, TrimmedMeanTests.Round([[1, 2]])));
        var other = new RoundInput([new ArraySource("a", new int[3])], [1], new FixedPointFormat(8, 16));
        Assert.Throws<ArgumentException>(() => strategy.Aggregate(device, other));
        var narrower = new RoundInput([new ArraySource("a", new int[3])], [1], new FixedPointFormat(Format.FractionBits, 20));
        Assert.Throws<ArgumentException>(() => strategy.Aggregate(device, narrower));
        Assert.Throws<ArgumentException>(() => strategy.StepFrom(device, [0, 0, Format.MaxValue + 1], 1));
        Assert.Throws<ArgumentException>(() => strategy.StepFrom(device, [0, Format.MinValue - 1, 0], 1));
        Assert.Throws<ArgumentException>(() => strategy.StepFrom(device, [0, 0], 1));
        Assert.Throws<ArgumentException>(() => new ServerState(step, 0, [(1L << 56) + 1], []));
        Assert.Throws<ArgumentException>(() => new ServerState(step, 0, [1], [1]));
        ServerStep adam = ServerStep.FedAdam(0.1, 0.9, 0.99, 0.001, Format);
        Assert.Throws<ArgumentException>(() => new ServerState(adam, 0, [1], [-1]));
        Assert.Throws<ArgumentException>(() => new ServerState(adam, 0, [1], [AdamStep.SecondMomentBound + 1]));
        Assert.Throws<ArgumentException>(() => new ServerState(adam, 0, [AdamStep.FirstMomentBound + 1], [1]));
        Assert.Equal(0, new ServerState(adam, 0, [-AdamStep.FirstMomentBound], [AdamStep.SecondMomentBound]).Rounds);
    }

    // To the nearest, halves upwards.
    private static BigInteger Rounded(BigInteger dividend, BigInteger divisor) =>
        FedAvgReference.FloorDivide(dividend + (divisor >> 1), divisor);

    private static ServerStep Adam(int rate, int beta1, int beta2, long tau, FixedPointFormat format) => new()
    {
        Rule = ServerRule.FedAdam,
        LearningRate = rate,
        Momentum = beta1,
        SecondDecay = beta2,
        Stabiliser = tau,
        FractionBits = format.FractionBits,
        MinValue = format.MinValue,
        MaxValue = format.MaxValue,
    };
}
