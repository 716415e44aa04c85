using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254.MultiScalar;

/// <summary>
/// sum_i (i + 1) P_i, the last step of the bucket method. With i = h S + l it is S sum_h h R_h + sum_l (l + 1) C_l for the sums R_h of rows
/// of S points and C_l of columns: two affine additions per point in batches, and running sums of rows and columns only.
/// </summary>
internal sealed class WeightedSum<TField>(SegmentAdder<TField> adder)
    where TField : unmanaged, IField<TField>
{
    /// <summary>Up to this many points, running sums cost less than small batches.</summary>
    private const int DirectLength = 32;

    private AffinePoint<TField>[] _points = [];
    private int[] _starts = [];
    private int[] _lengths = [];

    /// <summary>The weighted sum of <paramref name="points"/>, which may be infinity.</summary>
    public JacobianPoint<TField> Compute(ReadOnlySpan<AffinePoint<TField>> points)
    {
        if (points.Length <= DirectLength) return RunningSums(points);
        int logColumns = int.Log2(points.Length) / 2;
        int columns = 1 << logColumns;
        int rows = (points.Length + columns - 1) / columns;
        if (_points.Length < points.Length) _points = new AffinePoint<TField>[points.Length];
        if (_starts.Length < Math.Max(rows, columns))
        {
            _starts = new int[Math.Max(rows, columns)];
            _lengths = new int[_starts.Length];
        }

        // Rows count from h = 0: row h enters h times, so the first is left out of the running sums.
        var sums = new AffinePoint<TField>[Math.Max(rows, columns)];
        SumLines(points, rows, columns, columns, 1, sums);
        JacobianPoint<TField> sum = RunningSums(sums.AsSpan(1, rows - 1));
        for (int i = 0; i < logColumns; i++) sum = sum.Double();

        SumLines(points, columns, rows, 1, columns, sums);
        return sum.Add(RunningSums(sums.AsSpan(0, columns)));
    }

    /// <summary>sums[i] = the sum over j of points[i lineStride + j step]; indices beyond the end and infinity are left out.</summary>
    private void SumLines(
        ReadOnlySpan<AffinePoint<TField>> points, int lines, int length, int lineStride, int step, Span<AffinePoint<TField>> sums)
    {
        int next = 0;
        for (int i = 0; i < lines; i++)
        {
            _starts[i] = next;
            for (int j = 0, k = i * lineStride; j < length && k < points.Length; j++, k += step)
            {
                if (!points[k].IsInfinity) _points[next++] = points[k];
            }

            _lengths[i] = next - _starts[i];
        }

        adder.SumSegments(_points, _starts, _lengths.AsSpan(0, lines));
        for (int i = 0; i < lines; i++) sums[i] = _lengths[i] == 0 ? default : _points[_starts[i]];
    }

    /// <summary>Every running sum from the last point on is added once.</summary>
    private static JacobianPoint<TField> RunningSums(ReadOnlySpan<AffinePoint<TField>> points)
    {
        JacobianPoint<TField> running = JacobianPoint<TField>.Infinity;
        JacobianPoint<TField> sum = JacobianPoint<TField>.Infinity;
        for (int i = points.Length - 1; i >= 0; i--)
        {
            JacobianPoint<TField>.Add(running, points[i], out running);
            JacobianPoint<TField>.Add(sum, running, out sum);
        }

        return sum;
    }
}
