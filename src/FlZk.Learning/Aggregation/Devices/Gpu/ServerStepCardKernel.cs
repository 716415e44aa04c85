using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Strategies;
using ILGPU;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>FedAvgM's and FedAdam's step on a card: the processor's own element functions, a thread for each parameter.</summary>
internal static class ServerStepCardKernel
{
    /// <summary>FedAvgM.</summary>
    /// <param name="values">Row 0: y; row 1: x, becomes x'.</param>
    /// <param name="moments">Row 0: the velocity, becomes the next.</param>
    /// <param name="length">Parameters.</param>
    /// <param name="pitch">The rows' length.</param>
    /// <param name="step">The coefficients.</param>
    /// <param name="saturated">One counter, to which saturated parameters are added.</param>
    public static void FedAvgM(
        ArrayView<int> values, ArrayView<long> moments, int length, int pitch, ServerStepCoefficients step, ArrayView<int> saturated)
    {
        long stride = (long)Grid.DimX * Group.DimX;
        for (long j = ((long)Grid.IdxX * Group.DimX) + Group.IdxX; j < length; j += stride)
        {
            int x = values[pitch + j];
            long v = MomentumStep.Velocity(moments[j], values[j] - x, step.Momentum);
            moments[j] = v;
            Store(x + MomentumStep.Move(v, step.LearningRate), pitch + j, values, step, saturated);
        }
    }

    /// <summary>FedAdam; row 1 of <paramref name="moments"/> is the second moment.</summary>
    public static void FedAdam(
        ArrayView<int> values, ArrayView<long> moments, int length, int pitch, ServerStepCoefficients step, ArrayView<int> saturated)
    {
        long stride = (long)Grid.DimX * Group.DimX;
        for (long j = ((long)Grid.IdxX * Group.DimX) + Group.IdxX; j < length; j += stride)
        {
            int x = values[pitch + j];
            int difference = values[j] - x;
            long m = AdamStep.FirstMoment(moments[j], difference, step.Momentum);
            long v = AdamStep.SecondMoment(moments[pitch + j], difference, step.SecondDecay);
            moments[j] = m;
            moments[pitch + j] = v;
            long move = AdamStep.Move(
                m, IntegerSquareRoot.FloorByDigits(v), step.LearningRate, step.Stabiliser, step.FractionBits);
            Store(x + move, pitch + j, values, step, saturated);
        }
    }

    private static void Store(long value, long at, ArrayView<int> values, ServerStepCoefficients step, ArrayView<int> saturated)
    {
        long stored = value < step.MinValue ? step.MinValue : value > step.MaxValue ? step.MaxValue : value;
        values[at] = (int)stored;
        if (stored != value) Atomic.Add(ref saturated[0], 1);
    }
}
