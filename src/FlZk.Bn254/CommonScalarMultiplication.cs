using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254;

/// <summary>Many points times one scalar: its digits are found once, results are normalised in batches, on all cores.</summary>
/// <remarks>Time depends on the scalar.</remarks>
public static class CommonScalarMultiplication
{
    private const int BlockLength = 256;

    /// <summary>results[i] = scalar times points[i], in G1.</summary>
    /// <param name="points">The points; infinity is allowed.</param>
    /// <param name="scalar">The scalar. Nothing that reveals it is left in memory that this method allocates.</param>
    /// <param name="results">Room for as many; may be the points themselves.</param>
    /// <param name="execution">Cancellation, threads, progress.</param>
    /// <exception cref="ArgumentException">Less room than points.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Multiply(ReadOnlyMemory<G1Affine> points, Fr scalar, Memory<G1Affine> results, Execution execution = default)
    {
        if (results.Length < points.Length)
            throw new ArgumentException($"There are {points.Length} points but room for {results.Length} results.", nameof(results));
        sbyte[] digits = NonAdjacentForm(scalar);
        var meter = new WorkMeter(execution.Progress, points.Length);
        try
        {
            int blocks = (points.Length + BlockLength - 1) / BlockLength;
            Parallel.For(0, blocks, execution.ParallelOptions, block =>
            {
                int start = block * BlockLength;
                int count = Math.Min(BlockLength, points.Length - start);
                Multiply(points.Span.Slice(start, count), digits, results.Span.Slice(start, count));
                meter.Advance(count);
            });
        }
        finally
        {
            Array.Clear(digits);
        }
    }

    private static void Multiply(ReadOnlySpan<G1Affine> points, sbyte[] digits, Span<G1Affine> results)
    {
        var multiples = new G1Jacobian[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            AffinePoint<Fp> point = points[i].Point, opposite = -point;
            JacobianPoint<Fp> sum = JacobianPoint<Fp>.Infinity;
            for (int digit = digits.Length - 1; digit >= 0; digit--)
            {
                JacobianPoint<Fp>.Double(sum, out sum);
                if (digits[digit] > 0) JacobianPoint<Fp>.Add(sum, point, out sum);
                else if (digits[digit] < 0) JacobianPoint<Fp>.Add(sum, opposite, out sum);
            }

            multiples[i] = new G1Jacobian(sum);
        }

        G1Jacobian.BatchToAffine(multiples, results);
    }

    /// <summary>Digits in {-1, 0, 1}, least significant first, no two neighbours non-zero; 257 of them, whatever the scalar.</summary>
    private static sbyte[] NonAdjacentForm(in Fr scalar)
    {
        Limbs limbs = scalar.ToCanonical();
        ReadOnlySpan<ulong> words = [limbs.L0, limbs.L1, limbs.L2, limbs.L3, 0];
        var digits = new sbyte[257];
        int carry = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int low = (int)((words[i >> 6] >> (i & 63)) & 1) + carry;
            int next = i + 1 < digits.Length ? (int)((words[(i + 1) >> 6] >> ((i + 1) & 63)) & 1) : 0;
            digits[i] = (sbyte)((low & 1) == 0 ? 0 : next == 0 ? 1 : -1);
            carry = (low - digits[i]) >> 1;
        }

        return digits;
    }
}
