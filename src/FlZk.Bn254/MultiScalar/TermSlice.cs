namespace FlZk.Bn254.MultiScalar;

/// <summary>Consecutive terms of a block.</summary>
/// <param name="Block">The block.</param>
/// <param name="From">The first term.</param>
/// <param name="Count">How many.</param>
internal readonly record struct TermSlice(TermBlock Block, int From, int Count)
{
    /// <summary>The terms whose indices lie in a range.</summary>
    public static TermSlice Within(TermBlock block, int start, int end)
    {
        int from = TermBlock.Find(block.Terms, start);
        return new TermSlice(block, from, TermBlock.Find(block.Terms, end) - from);
    }
}
