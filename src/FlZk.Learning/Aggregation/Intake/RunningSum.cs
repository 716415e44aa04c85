using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Intake;

/// <summary>A weighted sum that updates are added to one by one, and its average at the end. One call at a time.</summary>
/// <remarks>Sums cannot overflow; see <see cref="FedAvg"/>. They stand in the kernel's order, block by block, until the end.</remarks>
internal sealed class RunningSum(int length, FixedPointFormat format, IFedAvgKernel kernel)
{
    private const int BlockLength = 32_768;

    private readonly long[] _sums = new long[length];

    /// <summary>W so far.</summary>
    public int TotalWeight { get; private set; }

    /// <summary>Adds w x.</summary>
    /// <param name="values">d values that were found inside the format.</param>
    /// <param name="weight">Positive; the total stays below 2^20.</param>
    public void Add(ReadOnlyMemory<int> values, int weight)
    {
        var blocks = new Blocks(length, BlockLength);
        Parallel.For(0, blocks.Count, index =>
        {
            (int start, int count) = blocks[index];
            FedAvgStep step = default;
            step.Near = RowGroup.Of(values.Span.Slice(start, count), weight);
            step.Format = format;
            step.Sums = _sums.AsSpan(start, count);
            if (!kernel.Run(step))
            {
                throw new InvalidOperationException("A value that was checked is outside the format.");
            }
        });
        TotalWeight += weight;
    }

    /// <summary>Orders the sums and divides them; nothing can be added afterwards.</summary>
    public FedAvgResult Finish()
    {
        var model = new int[length];
        foreach ((int start, int count) in new Blocks(length, BlockLength))
        {
            FedAvgStep step = default;
            step.Format = format;
            step.Sums = _sums.AsSpan(start, count);
            step.IsLast = step.KeepsSums = true;
            step.TotalWeight = TotalWeight;
            step.Model = model.AsSpan(start, count);
            kernel.Run(step);
        }

        return new FedAvgResult(_sums, model, TotalWeight);
    }
}
