using System.Numerics;
using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;
using FlZk.Bn254.Lanes;

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
        FirstNotInG1(points, InstructionTiers.Best, execution);

    /// <summary>The first element that is no point of the twist; infinity is one. The subgroup is not checked.</summary>
    /// <inheritdoc cref="FirstNotInG1(ReadOnlyMemory{G1Affine}, Execution)"/>
    public static int FirstNotOnTwist(ReadOnlyMemory<G2Affine> points, Execution execution = default) =>
        FirstNotOnTwist(points, InstructionTiers.Best, execution);

    /// <summary>As above, on a tier that is supported here.</summary>
    internal static int FirstNotInG1(ReadOnlyMemory<G1Affine> points, InstructionTier tier, Execution execution = default) => tier switch
    {
        InstructionTier.Avx512 => FirstInLanes<Avx512Fp, G1Affine>(
            points, static (lanes, run) => lanes.CheckG1(run), IsReduced, static (in point) => point.IsOnCurve, execution),
        InstructionTier.Avx2 => FirstInLanes<Avx2Fp, G1Affine>(
            points, static (lanes, run) => lanes.CheckG1(run), IsReduced, static (in point) => point.IsOnCurve, execution),
        _ => First(points, static run => FirstBad(run, IsReduced, static (in point) => point.IsOnCurve), execution),
    };

    /// <summary>As above, on a tier that is supported here.</summary>
    internal static int FirstNotOnTwist(
        ReadOnlyMemory<G2Affine> points, InstructionTier tier, Execution execution = default) => tier switch
        {
            InstructionTier.Avx512 => FirstInLanes<Avx512Fp, G2Affine>(
                points, static (lanes, run) => lanes.CheckG2(run), IsReduced, static (in point) => point.IsOnCurve, execution),
            InstructionTier.Avx2 => FirstInLanes<Avx2Fp, G2Affine>(
                points, static (lanes, run) => lanes.CheckG2(run), IsReduced, static (in point) => point.IsOnCurve, execution),
            _ => First(points, static run => FirstBad(run, IsReduced, static (in point) => point.IsOnCurve), execution),
        };

    private static bool IsReduced(in G1Affine point) => IsReduced(point.X) && IsReduced(point.Y);

    private static bool IsReduced(in G2Affine point) =>
        IsReduced(point.X.C0) && IsReduced(point.X.C1) && IsReduced(point.Y.C0) && IsReduced(point.Y.C1);

    private static bool IsReduced(in Fp value) => value.Montgomery.IsBelow(Montgomery<FpModulus>.Modulus);

    private static int FirstBad<T>(ReadOnlySpan<T> points, Condition<T> isReduced, Condition<T> isOnCurve)
    {
        for (int i = 0; i < points.Length; i++)
        {
            if (!isReduced(points[i]) || !isOnCurve(points[i])) return i;
        }

        return -1;
    }

    private static int FirstInLanes<TLanes, T>(
        ReadOnlyMemory<T> points,
        Func<LaneMembership<TLanes>, ReadOnlySpan<T>, ulong> check,
        Condition<T> isReduced,
        Condition<T> isOnCurve,
        Execution execution)
        where TLanes : struct, ILanePrimeField<Fp> => First(
            points,
            block =>
            {
                using var lanes = new LaneMembership<TLanes>();
                for (int first = 0; first < block.Length; first += LaneMembership<TLanes>.MaximumPoints)
                {
                    ReadOnlySpan<T> run = block.Slice(first, Math.Min(LaneMembership<TLanes>.MaximumPoints, block.Length - first));
                    bool areReduced = true;
                    foreach (ref readonly T point in run) areReduced &= isReduced(point);

                    // Infinity fails the equation: what lanes refuse is looked at again.
                    for (ulong suspects = areReduced ? check(lanes, run) : ulong.MaxValue; suspects != 0; suspects &= suspects - 1)
                    {
                        int i = BitOperations.TrailingZeroCount(suspects);
                        if (i < run.Length && (!isReduced(run[i]) || !isOnCurve(run[i]))) return first + i;
                    }
                }

                return -1;
            },
            execution);

    private static int First<T>(ReadOnlyMemory<T> points, Search<T> firstBad, Execution execution)
    {
        int blocks = (points.Length + Block - 1) / Block;
        var meter = new WorkMeter(execution.Progress, blocks);
        int first = int.MaxValue;
        Parallel.For(0, blocks, execution.ParallelOptions, block =>
        {
            int start = block * Block;
            int bad = firstBad(points.Span.Slice(start, Math.Min(Block, points.Length - start)));
            if (bad >= 0) InterlockedMinimum(ref first, start + bad);
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

    private delegate bool Condition<T>(in T point);

    private delegate int Search<T>(ReadOnlySpan<T> points);
}
