using FlZk.Learning.Aggregation.Sources;
using ILGPU;
using ILGPU.Runtime;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>A round's updates that lie whole in a card's memory, to be averaged there any number of times: what remains when copying is
/// left out.</summary>
internal sealed class ResidentRound : IDisposable
{
    private readonly Accelerator _accelerator;
    private readonly CardKernels _kernels;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _updates;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _weights;
    private readonly MemoryBuffer1D<long, Stride1D.Dense> _sum;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _model;
    private readonly int _count;
    private readonly int _length;
    private readonly int _pitch;
    private readonly FloorQuotient _quotient;

    /// <summary>Copies a round's updates to the card.</summary>
    public ResidentRound(Accelerator accelerator, CardKernels kernels, TilePipeline pipeline, RoundInput round)
    {
        _accelerator = accelerator;
        _kernels = kernels;
        _count = round.Count;
        _length = round.Length;
        _pitch = checked(round.Length + 31) & ~31;
        _quotient = new FloorQuotient(round.TotalWeight);
        accelerator.Bind();
        _updates = accelerator.Allocate1D<int>((long)_count * _pitch);
        _weights = accelerator.Allocate1D<int>(_count);
        _sum = accelerator.Allocate1D<long>(_pitch);
        _model = accelerator.Allocate1D<int>(_pitch);
        _weights.View.BaseView.CopyFromCPU(accelerator.DefaultStream, round.Weights);
        pipeline.Run(
            _length,
            _count,
            0,
            (slot, tile) =>
            {
                slot.Values.Ensure((long)_count * tile.Pitch);
                RoundReader.Fill(round, tile, slot.Values.Host, null, CancellationToken.None);
            },
            (slot, tile) =>
            {
                for (int i = 0; i < _count; i++)
                {
                    _updates.View.BaseView.SubView(((long)i * _pitch) + tile.Start, tile.Length).CopyFromCPUUnsafeAsync(
                        slot.Stream, ref slot.Values.Host[i * tile.Pitch], tile.Length);
                }
            },
            (_, _) => { },
            CancellationToken.None);
    }

    /// <summary>Bytes that an average reads and writes on the card.</summary>
    public long Bytes => ((4L * _count) + 12) * _length;

    /// <summary>Averages on the card; returns when it is done.</summary>
    public void Average()
    {
        _accelerator.Bind();
        _kernels.Average(
            _accelerator.DefaultStream,
            _updates.View.BaseView,
            _weights.View.BaseView,
            ArrayView<int>.Empty,
            _count,
            _pitch,
            _quotient,
            _sum.View.BaseView,
            _model.View.BaseView);
        _accelerator.DefaultStream.Synchronize();
    }

    /// <summary>Fetches the results.</summary>
    /// <param name="sum">Receives s; d long.</param>
    /// <param name="model">Receives y; d long.</param>
    public void Download(Span<long> sum, Span<int> model)
    {
        _sum.View.BaseView.SubView(0, _length).CopyToCPU(_accelerator.DefaultStream, sum);
        _model.View.BaseView.SubView(0, _length).CopyToCPU(_accelerator.DefaultStream, model);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _updates.Dispose();
        _weights.Dispose();
        _sum.Dispose();
        _model.Dispose();
    }
}
