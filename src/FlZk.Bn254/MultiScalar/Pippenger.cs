using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254.MultiScalar;

/// <summary>Bucket multi-scalar multiplication with signed windows.</summary>
internal static class Pippenger<TField>
    where TField : unmanaged, IField<TField>
{
    public static JacobianPoint<TField> Compute(
        ReadOnlyMemory<AffinePoint<TField>> points, Limbs[] scalars, CancellationToken cancellation)
    {
        int bits = 0;
        foreach (ref readonly Limbs scalar in scalars.AsSpan()) bits = Math.Max(bits, scalar.BitLength);
        if (bits == 0) return JacobianPoint<TField>.Infinity;
        int width = WindowWidth(points.Length);
        int windows = (bits / width) + 1;
        var sums = new JacobianPoint<TField>[windows];
        Parallel.For(0, windows, new ParallelOptions { CancellationToken = cancellation }, w => sums[w] = Window(points.Span, scalars, w, width));
        JacobianPoint<TField> result = sums[windows - 1];
        for (int w = windows - 2; w >= 0; w--)
        {
            for (int i = 0; i < width; i++) result = result.Double();
            result = result.Add(sums[w]);
        }

        return result;
    }

    private static int WindowWidth(int count) => Math.Clamp(int.Log2(Math.Max(count, 1)) - 3, 3, 15);

    private static JacobianPoint<TField> Window(ReadOnlySpan<AffinePoint<TField>> points, Limbs[] scalars, int window, int width)
    {
        var buckets = new JacobianPoint<TField>[(1 << (width - 1)) + 1];
        for (int i = 0; i < points.Length; i++)
        {
            int digit = SignedDigit(scalars[i], window, width);
            if (digit > 0) buckets[digit] = buckets[digit].Add(points[i]);
            else if (digit < 0) buckets[-digit] = buckets[-digit].Add(-points[i]);
        }

        JacobianPoint<TField> running = JacobianPoint<TField>.Infinity;
        JacobianPoint<TField> sum = JacobianPoint<TField>.Infinity;
        for (int i = buckets.Length - 1; i > 0; i--)
        {
            running = running.Add(buckets[i]);
            sum = sum.Add(running);
        }

        return sum;
    }

    /// <summary>Digit d of s = sum d_w 2^(w width), -2^(width-1) &lt;= d &lt; 2^(width-1): bits plus the bit below, minus 2^width when the top bit is set.</summary>
    private static int SignedDigit(in Limbs scalar, int window, int width)
    {
        int digit = scalar.Bits(window * width, width) + (window == 0 ? 0 : scalar.Bits((window * width) - 1, 1));
        return (digit >= 1 << (width - 1)) && scalar.Bits((window * width) + width - 1, 1) != 0 ? digit - (1 << width) : digit;
    }
}
