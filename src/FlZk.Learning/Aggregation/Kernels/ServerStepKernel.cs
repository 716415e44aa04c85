using System.Numerics;
using FlZk.Learning.Aggregation.Strategies;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>A server step over all parameters, blocks in parallel.</summary>
internal static class ServerStepKernel
{
    private const int BlockLength = 1 << 14;

    /// <summary>Moves the model, on the machine's best path.</summary>
    public static long Run(
        ServerStep step,
        ReadOnlyMemory<int> average,
        Memory<int> model,
        Memory<long> momentum,
        Memory<long> secondMoment,
        CancellationToken cancellation) =>
        Run(step, average, model, momentum, secondMoment, Vector.IsHardwareAccelerated, cancellation);

    /// <summary>Moves the model.</summary>
    /// <param name="step">Which step, with its coefficients.</param>
    /// <param name="average">y; every value inside the step's range.</param>
    /// <param name="model">x, becomes x'; every value inside the step's range.</param>
    /// <param name="momentum">The velocity or first moment, becomes the next.</param>
    /// <param name="secondMoment">The second moment, becomes the next; empty for FedAvgM.</param>
    /// <param name="vectorised">False takes the scalar twin throughout.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <returns>How many parameters were saturated.</returns>
    public static long Run(
        ServerStep step,
        ReadOnlyMemory<int> average,
        Memory<int> model,
        Memory<long> momentum,
        Memory<long> secondMoment,
        bool vectorised,
        CancellationToken cancellation)
    {
        var blocks = new Blocks(model.Length, BlockLength);
        long saturated = 0;
        Parallel.For(0, blocks.Count, new ParallelOptions { CancellationToken = cancellation }, index =>
        {
            (int start, int length) = blocks[index];
            ReadOnlySpan<int> y = average.Span.Slice(start, length);
            Span<int> x = model.Span.Slice(start, length);
            Span<long> m = momentum.Span.Slice(start, length);
            long here = step.Rule == ServerRule.FedAvgM
                ? FedAvgM(step, y, x, m)
                : FedAdam(step, y, x, m, secondMoment.Span.Slice(start, length), vectorised);
            if (here != 0) Interlocked.Add(ref saturated, here);
        });
        return saturated;
    }

    private static long FedAvgM(in ServerStep step, ReadOnlySpan<int> average, Span<int> model, Span<long> velocity)
    {
        long saturated = 0;
        for (int j = 0; j < model.Length; j++)
        {
            long v = MomentumStep.Velocity(velocity[j], average[j] - model[j], step.Momentum);
            velocity[j] = v;
            saturated += Store(model[j] + MomentumStep.Move(v, step.LearningRate), step, out model[j]);
        }

        return saturated;
    }

    private static long FedAdam(
        in ServerStep step,
        ReadOnlySpan<int> average,
        Span<int> model,
        Span<long> firstMoment,
        Span<long> secondMoment,
        bool vectorised)
    {
        int done = 0;
        long saturated = vectorised ? VectorAdamStep.Run(step, average, model, firstMoment, secondMoment, out done) : 0;
        for (int j = done; j < model.Length; j++)
        {
            int difference = average[j] - model[j];
            long m = AdamStep.FirstMoment(firstMoment[j], difference, step.Momentum);
            long v = AdamStep.SecondMoment(secondMoment[j], difference, step.SecondDecay);
            firstMoment[j] = m;
            secondMoment[j] = v;
            long move = AdamStep.Move(m, IntegerSquareRoot.Floor(v), step.LearningRate, step.Stabiliser, step.FractionBits);
            saturated += Store(model[j] + move, step, out model[j]);
        }

        return saturated;
    }

    private static int Store(long value, in ServerStep step, out int stored)
    {
        stored = (int)Math.Clamp(value, step.MinValue, step.MaxValue);
        return stored == value ? 0 : 1;
    }
}
