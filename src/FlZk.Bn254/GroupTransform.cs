using System.Numerics;
using System.Runtime.InteropServices;
using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254;

/// <summary>
/// The inverse number-theoretic transform with points for coefficients: from [tau^k] to [L_i(tau)], L being the Lagrange basis of the
/// domain of as many points. n/2 log n scalar multiplications: seconds for thousands of points, hours for millions.
/// </summary>
public static class GroupTransform
{
    private const int BlockLength = 64;

    /// <summary>points[i] = (1/n) sum_k w^(-ik) points[k] in G1, in place.</summary>
    /// <param name="points">A power of two of them; the domain is that of <see cref="EvaluationDomain"/>.</param>
    /// <param name="execution">Cancellation, threads, progress.</param>
    /// <exception cref="ArgumentException">The number of points is no power of two, or more than 2^28.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the points are in disorder.</exception>
    public static void ToLagrangeBasis(Memory<G1Affine> points, Execution execution = default)
    {
        var work = Array.ConvertAll(points.ToArray(), static point => new JacobianPoint<Fp>(point.Point));
        Inverse(work, execution);
        JacobianPoint<Fp>.BatchToAffine(work, MemoryMarshal.Cast<G1Affine, AffinePoint<Fp>>(points.Span));
    }

    /// <summary>points[i] = (1/n) sum_k w^(-ik) points[k] in G2, in place.</summary>
    /// <inheritdoc cref="ToLagrangeBasis(Memory{G1Affine}, Execution)"/>
    public static void ToLagrangeBasis(Memory<G2Affine> points, Execution execution = default)
    {
        var work = Array.ConvertAll(points.ToArray(), static point => new JacobianPoint<Fp2>(point.Point));
        Inverse(work, execution);
        JacobianPoint<Fp2>.BatchToAffine(work, MemoryMarshal.Cast<G2Affine, AffinePoint<Fp2>>(points.Span));
    }

    // Decimation in frequency (Gentleman, Sande 1966), then the bits of the indices reversed.
    private static void Inverse<TField>(JacobianPoint<TField>[] points, Execution execution)
        where TField : unmanaged, IField<TField>
    {
        int size = points.Length;
        if (!BitOperations.IsPow2(size) || size > 1 << EvaluationDomain.MaximumLogSize)
            throw new ArgumentException($"{size} points: a power of two up to 2^28 was expected.", nameof(points));
        int logSize = BitOperations.Log2((uint)size);
        var powers = new Fr[Math.Max(1, size / 2)];
        Fr root = EvaluationDomain.RootOfUnity(logSize).Inverse();
        powers[0] = Fr.One;
        for (int i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * root;

        var meter = new WorkMeter(execution.Progress, ((long)logSize * size / 2) + size);
        for (int half = size / 2; half >= 1; half /= 2)
        {
            int step = size / 2 / half, span = half;
            ForEachBlock(size / 2, execution, meter, pair =>
            {
                int within = pair & (span - 1);
                int low = ((pair - within) << 1) + within;
                JacobianPoint<TField> first = points[low], second = points[low + span];
                points[low] = first.Add(second);
                JacobianPoint<TField> difference = first.Add(second.Negate());
                points[low + span] = within == 0
                    ? difference
                    : ScalarMultiplication.Multiply(difference, powers[within * step].ToCanonical());
            });
        }

        var sizeInverse = Fr.FromUInt64((ulong)size).Inverse().ToCanonical();
        ForEachBlock(size, execution, meter, i => points[i] = ScalarMultiplication.Multiply(points[i], sizeInverse));
        for (int i = 0; i < size; i++)
        {
            int reversed = 0;
            for (int bit = 0; bit < logSize; bit++) reversed |= ((i >> bit) & 1) << (logSize - 1 - bit);
            if (i < reversed) (points[i], points[reversed]) = (points[reversed], points[i]);
        }
    }

    private static void ForEachBlock(int count, Execution execution, WorkMeter meter, Action<int> work)
    {
        Parallel.For(0, (count + BlockLength - 1) / BlockLength, execution.ParallelOptions, block =>
        {
            int start = block * BlockLength, end = Math.Min(start + BlockLength, count);
            for (int i = start; i < end; i++) work(i);
            meter.Advance(end - start);
        });
    }
}
