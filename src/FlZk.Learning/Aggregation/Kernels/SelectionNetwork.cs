namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>The comparators that bring the least and greatest values of two halves of n rows into place, groups of eight rows being
/// sorted already.</summary>
/// <remarks>
/// <para>Batcher's odd-even merge sort (AFIPS 1968) of either half, without the comparators that no wanted row depends on. Which they are
/// does not depend on the data, so one list serves every column.</para>
/// <para>The halves are never merged. With both sorted, the t smallest of all n values are min(a_i, b_(t-1-i)) for i &lt; t: in each of
/// these pairs, were both among the t smallest, a_0 .. a_i and b_0 .. b_(t-1-i) would be t + 1 such values; and were neither, fewer than t
/// would be left. So each pair gives exactly one. The greatest t mirror this. A sum of the others is the sum of all less these two
/// sums.</para>
/// </remarks>
internal sealed class SelectionNetwork
{
    /// <summary>Rows of a group that comes sorted.</summary>
    public const int Group = 8;

    private readonly int[] _comparators;

    /// <summary>Lists the comparators.</summary>
    /// <param name="rows">n, at least 1.</param>
    /// <param name="trim">t: the t least and t greatest rows of either half are wanted; 2 t &lt; n.</param>
    /// <param name="stride">Integers from one row to the next.</param>
    public SelectionNetwork(int rows, int trim, int stride)
    {
        Rows = rows;
        Trim = trim;
        Stride = stride;

        // Whole groups in the first half; the second may end inside one.
        Half = Math.Min(rows, (rows + (2 * Group) - 1) / (2 * Group) * Group);
        var list = new List<(int Low, int High)>();
        Append(list, 0, Half);
        Append(list, Half, rows - Half);
        _comparators = [.. list.SelectMany(pair => (int[])[pair.Low * stride, pair.High * stride])];
    }

    /// <summary>n.</summary>
    public int Rows { get; }

    /// <summary>t.</summary>
    public int Trim { get; }

    /// <summary>Integers from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>Rows of the first half; the second has the others, no more than it.</summary>
    public int Half { get; }

    /// <summary>Rows in memory: n in whole groups, the last filled with the greatest integer.</summary>
    public int PaddedRows => (Rows + Group - 1) / Group * Group;

    /// <summary>Pairs of rows, each as its offset in integers; the smaller value goes to the first.</summary>
    public ReadOnlySpan<int> Comparators => _comparators;

    private void Append(List<(int Low, int High)> list, int from, int count)
    {
        var all = new List<(int Low, int High)>();
        for (int p = Group; p < count; p <<= 1)
        {
            for (int k = p; k >= 1; k >>= 1)
            {
                for (int j = k % p; j + k < count; j += 2 * k)
                {
                    for (int i = j; i < j + k && i + k < count; i++)
                    {
                        if (i / (2 * p) == (i + k) / (2 * p)) all.Add((i, i + k));
                    }
                }
            }
        }

        var wanted = new bool[count];
        for (int i = 0; i < count; i++) wanted[i] = i < Trim || i >= count - Trim;
        var kept = new List<(int Low, int High)>();
        for (int c = all.Count - 1; c >= 0; c--)
        {
            (int low, int high) = all[c];
            if (!wanted[low] && !wanted[high]) continue;
            wanted[low] = wanted[high] = true;
            kept.Add((from + low, from + high));
        }

        kept.Reverse();
        list.AddRange(kept);
    }
}
