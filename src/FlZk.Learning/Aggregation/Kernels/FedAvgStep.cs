using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>A step of one block's average: some rows are folded into its sums, and the last step divides.</summary>
internal ref struct FedAvgStep
{
    /// <summary>Rows of a full step, in both groups: with more side by side, a processor's prefetchers lose track.</summary>
    public const int Rows = 2 * RowGroup.Size;

    /// <summary>The rows; the second group, or both, may be empty.</summary>
    public RowGroup Near, Far;

    /// <summary>What every value must fit.</summary>
    public FixedPointFormat Format;

    /// <summary>As long as a row: the block's sums from one step to the next, in the kernel's own order; after the last step s, in order,
    /// where <see cref="KeepsSums"/> asks for it, and otherwise anything.</summary>
    public Span<long> Sums;

    /// <summary>Whether <see cref="Sums"/> holds nothing yet and is to be overwritten.</summary>
    public bool IsFirst;

    /// <summary>Whether to divide: <see cref="Model"/> receives y = floor((s + floor(W/2)) / W).</summary>
    public bool IsLast;

    /// <summary>Whether s is wanted too.</summary>
    public bool KeepsSums;

    /// <summary>W, 0 &lt; W &lt; 2^20; used by the last step.</summary>
    public int TotalWeight;

    /// <summary>Receives y in the last step; as long as a row.</summary>
    public Span<int> Model;

    /// <summary>How far the block begins beyond the start of a line of the cache, in values: a kernel that works in stretches makes the
    /// first one so much shorter, so that the others begin with lines. The same in all steps.</summary>
    public int Lead;

    /// <summary>Whether the caches will have lost <see cref="Model"/> before anybody reads it, so that it is better written past them. The
    /// writer's thread must then call <see cref="StreamingCopy.Finish"/>.</summary>
    public bool PastCaches;
}
