using FlZk.Bn254.Lanes;
using FlZk.Bn254.MultiScalar;

namespace FlZk.Bn254;

/// <summary>Many points times one scalar: all of them go through the same doublings and additions, in affine form with shared inversions,
/// on lanes and on all cores.</summary>
/// <remarks>Time depends on the scalar.</remarks>
public static class CommonScalarMultiplication
{
    /// <summary>results[i] = scalar times points[i], in G1.</summary>
    /// <param name="points">Points of the curve; infinity is allowed.</param>
    /// <param name="scalar">The scalar. Nothing that reveals it is left in memory that this method allocates.</param>
    /// <param name="results">Room for as many; may be the points themselves.</param>
    /// <param name="execution">Cancellation, threads, progress.</param>
    /// <exception cref="ArgumentException">Less room than points.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Multiply(ReadOnlyMemory<G1Affine> points, Fr scalar, Memory<G1Affine> results, Execution execution = default) =>
        Multiply(points, scalar, results, InstructionTiers.Best, execution);

    /// <summary>The same on a given tier.</summary>
    internal static void Multiply(
        ReadOnlyMemory<G1Affine> points, Fr scalar, Memory<G1Affine> results, InstructionTier tier, Execution execution)
    {
        if (results.Length < points.Length)
            throw new ArgumentException($"There are {points.Length} points but room for {results.Length} results.", nameof(results));
        var digits = new CommonScalarDigits(scalar);
        try
        {
            var meter = new WorkMeter(execution.Progress, points.Length);
            int blocks = (points.Length + CommonScalarWorker.BlockPoints - 1) / CommonScalarWorker.BlockPoints;
            Parallel.For(
                0,
                blocks,
                execution.ParallelOptions,
                () => new CommonScalarWorker(tier),
                (block, _, worker) =>
                {
                    int start = block * CommonScalarWorker.BlockPoints;
                    int count = Math.Min(CommonScalarWorker.BlockPoints, points.Length - start);
                    worker.Multiply(points.Span.Slice(start, count), digits, results.Span.Slice(start, count));
                    meter.Advance(count);
                    return worker;
                },
                _ => { });
            meter.Finish();
        }
        finally
        {
            digits.Forget();
        }
    }
}
