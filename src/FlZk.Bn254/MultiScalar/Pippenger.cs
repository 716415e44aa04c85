using System.Runtime.InteropServices;
using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.MultiScalar;

/// <summary>
/// Multi-scalar multiplication by Pippenger's bucket method ("On the evaluation of powers and related problems", FOCS 1976) with signed
/// windows and batch-affine buckets. Work is cut into independent tasks, one for each window and run of terms.
/// </summary>
/// <typeparam name="TPoint">The public point type, laid out as <see cref="AffinePoint{TField}"/>.</typeparam>
/// <typeparam name="TField">Its coordinate field.</typeparam>
internal static class Pippenger<TPoint, TField>
    where TPoint : unmanaged
    where TField : unmanaged, IField<TField>
{
    /// <summary>What a bucket's share of the final weighted sum costs, in batch-affine additions.</summary>
    private const double CostOfBucket = 2.5;
    private const int MaximumWidth = 15;
    private const int SmallestRun = 256;

    /// <summary>The sum of all terms.</summary>
    public static JacobianPoint<TField> Compute(
        ReadOnlyMemory<TPoint> points, SortedScalars scalars, InstructionTier tier, Execution execution)
    {
        CancellationToken cancellation = execution.Cancellation;
        cancellation.ThrowIfCancellationRequested();
        int width = Width(scalars);
        int windows = scalars.Terms.IsEmpty ? 0 : (scalars.MaximumBits / width) + 1;
        int unitRuns = Runs(scalars.Units.Length, execution.Threads);
        int termRuns = Runs(scalars.Terms.Length, windows == 0 ? 0 : ((2 * execution.Threads) + windows - 1) / windows);
        var sums = new JacobianPoint<TField>[unitRuns + (windows * termRuns)];
        var meter = new WorkMeter(execution.Progress, sums.Length);
        int next = -1;
        int workers = Math.Max(1, Math.Min(execution.Threads, sums.Length));
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = workers };
        Parallel.For(0, workers, options, _ => Work());

        JacobianPoint<TField> result = JacobianPoint<TField>.Infinity;
        for (int window = windows - 1; window >= 0; window--)
        {
            for (int i = 0; i < width; i++) result = result.Double();
            for (int run = 0; run < termRuns; run++) result = result.Add(sums[unitRuns + (window * termRuns) + run]);
        }

        for (int run = 0; run < unitRuns; run++) result = result.Add(sums[run]);
        return result;

        // One task at a time, so that no worker is left with several while another idles.
        void Work()
        {
            var worker = new BucketSums<TField>(SegmentAdder<TField>.Create(tier));
            for (int task = Interlocked.Increment(ref next); task < sums.Length; task = Interlocked.Increment(ref next))
            {
                cancellation.ThrowIfCancellationRequested();
                sums[task] = Sum(worker, task);
                meter.Advance(1);
            }
        }

        JacobianPoint<TField> Sum(BucketSums<TField> worker, int task)
        {
            ReadOnlySpan<AffinePoint<TField>> bases = MemoryMarshal.Cast<TPoint, AffinePoint<TField>>(points.Span);
            if (task < unitRuns)
            {
                (int unitStart, int unitCount) = Run(scalars.Units.Length, task, unitRuns);
                return worker.SumUnits(bases, scalars.Units.Slice(unitStart, unitCount));
            }

            (int window, int run) = Math.DivRem(task - unitRuns, termRuns);
            (int start, int count) = Run(scalars.Terms.Length, run, termRuns);
            return worker.SumWindow(
                bases, scalars.Terms.Slice(start, count), scalars.Magnitudes.Slice(start, count), window, width, cancellation);
        }
    }

    /// <summary>The width that minimises additions: one for each bit length over width of every scalar, and
    /// the buckets of every window.</summary>
    private static int Width(SortedScalars scalars)
    {
        int best = 1;
        double bestCost = double.PositiveInfinity;
        for (int width = 1; width <= MaximumWidth; width++)
        {
            double windows = (scalars.MaximumBits / width) + 1;
            double cost = ((double)scalars.TotalBits / width) + (windows * (1 << (width - 1)) * CostOfBucket);
            if (cost >= bestCost) continue;
            bestCost = cost;
            best = width;
        }

        return best;
    }

    private static int Runs(int count, int wanted) => count == 0 ? 0 : Math.Clamp(count / SmallestRun, 1, Math.Max(1, wanted));

    private static (int Start, int Count) Run(int count, int run, int runs)
    {
        int start = (int)((long)count * run / runs);
        return (start, (int)((long)count * (run + 1) / runs) - start);
    }
}
