using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254;

/// <summary>Checks arrays of points that come from outside: coordinates below the modulus, and on the curve.</summary>
public static class CurveMembership
{
    private const int Block = 4096;

    /// <summary>The first element that is no point of G1; infinity is one.</summary>
    /// <param name="points">Any bytes in the layout of points.</param>
    /// <param name="execution">Cancellation, threads and progress.</param>
    /// <returns>Its index, or -1 when all are points.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static int FirstNotInG1(ReadOnlyMemory<G1Affine> points, Execution execution = default) =>
        First(points, static point => IsReduced(point.X) && IsReduced(point.Y) && point.IsOnCurve, execution);

    /// <summary>The first element that is no point of the twist; infinity is one. The subgroup is not checked.</summary>
    /// <inheritdoc cref="FirstNotInG1"/>
    public static int FirstNotOnTwist(ReadOnlyMemory<G2Affine> points, Execution execution = default) => First(
        points,
        static point => IsReduced(point.X.C0) && IsReduced(point.X.C1) && IsReduced(point.Y.C0) && IsReduced(point.Y.C1)
            && point.IsOnCurve,
        execution);

    private static bool IsReduced(in Fp value) => value.Montgomery.IsBelow(Montgomery<FpModulus>.Modulus);

    private static int First<T>(ReadOnlyMemory<T> points, Func<T, bool> isPoint, Execution execution)
    {
        int blocks = (points.Length + Block - 1) / Block;
        var meter = new WorkMeter(execution.Progress, blocks);
        int first = int.MaxValue;
        Parallel.For(0, blocks, execution.ParallelOptions, block =>
        {
            ReadOnlySpan<T> span = points.Span;
            int end = Math.Min((block + 1) * Block, span.Length);
            for (int i = block * Block; i < end; i++)
            {
                if (isPoint(span[i])) continue;
                InterlockedMinimum(ref first, i);
                break;
            }

            meter.Advance(1);
        });
        return first == int.MaxValue ? -1 : first;
    }

    private static void InterlockedMinimum(ref int target, int value)
    {
        int seen = Volatile.Read(ref target);
        while (value < seen)
        {
            int before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }
}
