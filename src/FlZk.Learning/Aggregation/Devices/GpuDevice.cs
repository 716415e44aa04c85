using System.Diagnostics;
using FlZk.Learning.Aggregation.Devices.Gpu;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;

namespace FlZk.Learning.Aggregation.Devices;

/// <summary>A round's arithmetic on a graphics card, through ILGPU: CUDA or OpenCL, in integers alone.</summary>
/// <remarks>
/// <para>Parameters go through the card in tiles, so that neither the number of updates nor their length is bound by its memory. While
/// the card copies and computes one tile the processor's threads read the next into page-locked memory
/// (<see cref="TilePipeline"/>).</para>
/// <para>Buffers are kept from call to call. A failing driver is a <see cref="DeviceUnavailableException"/> in the middle of a round as
/// well.</para>
/// </remarks>
public sealed class GpuDevice : IAggregationDevice
{
    // 32 MiB cross in about a millisecond, beside which a tile's launches are nothing, and three slots of them burden no host.
    private const long TileBytes = 32L << 20;

    private readonly Lock _gate = new();
    private readonly Context? _owned;
    private readonly Accelerator _accelerator;
    private readonly CardKernels _kernels;
    private readonly TilePipeline _pipeline;
    private readonly CardBuffer<int> _weights;
    private readonly CardBuffer<int> _scales;

    private GpuDevice(Context context, Device device, string platform, long? tileBytes = null, Context? owned = null)
    {
        _owned = owned;
        _accelerator = device.CreateAccelerator(context);
        try
        {
            _kernels = new CardKernels(_accelerator);
            _pipeline = new TilePipeline(_accelerator, tileBytes ?? Math.Min(TileBytes, _accelerator.MemorySize / 8));
        }
        catch
        {
            _accelerator.Dispose();
            throw;
        }

        _weights = new CardBuffer<int>(_accelerator, crosses: true);
        _scales = new CardBuffer<int>(_accelerator, crosses: true);
        Name = $"{_accelerator.Name.Trim()} ({platform})";
        IsGpu = _accelerator.AcceleratorType != AcceleratorType.CPU;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsGpu { get; }

    /// <summary>The graphics cards found on this machine, CUDA first, each with its name and memory; empty when there is none.</summary>
    public static IReadOnlyList<string> Find() =>
    [
        .. CardSearch.Cards(DeviceChoice.Gpu).Select(card =>
            $"{card.Device.Name.Trim()} ({card.Platform}, {card.Device.MemorySize >> 20} MiB)"),
    ];

    /// <summary>Opens the first card there is.</summary>
    /// <param name="choice"><see cref="DeviceChoice.Cuda"/>, <see cref="DeviceChoice.OpenCl"/>, or any other for the first CUDA device and
    /// else the first OpenCL card.</param>
    /// <exception cref="DeviceUnavailableException">There is none, or its driver cannot run the kernels; says what was looked
    /// for.</exception>
    public static GpuDevice Open(DeviceChoice choice = DeviceChoice.Gpu)
    {
        Exception? cause = CardSearch.Failure;
        var failures = new List<string>();
        if (cause is not null) failures.Add(cause.Message);
        foreach ((Device device, string platform) in CardSearch.Cards(choice))
        {
            try
            {
                return new GpuDevice(CardSearch.Context!, device, platform);
            }
            catch (Exception failure)
            {
                // Whatever a driver throws while loading, the next candidate deserves its try; the message is kept.
                cause = failure;
                failures.Add($"{device.Name.Trim()} ({platform}): {failure.Message}");
            }
        }

        string found = failures.Count == 0 ? "none found" : string.Join("; ", failures);
        throw new DeviceUnavailableException(
            $"no usable graphics card: looked for {CardSearch.Wanted(choice)} through ILGPU: {found}.", cause);
    }

    /// <summary>ILGPU's CPU accelerator: the same kernels, emulated thread by thread. Slow; it exists to test the kernels where no card
    /// is.</summary>
    /// <param name="tileBytes">Memory of a tile; small values force many tiles.</param>
    internal static GpuDevice OpenEmulated(long? tileBytes = null)
    {
        Context context = Context.Create(builder => builder.CPU());
        return new GpuDevice(context, context.GetCPUDevice(0), "ILGPU emulation", tileBytes, owned: context);
    }

    /// <summary>The first OpenCL device of any type, a processor's too: a real driver and compiler for tests; null when there is
    /// none.</summary>
    /// <param name="tileBytes">Memory of a tile; small values force many tiles.</param>
    internal static GpuDevice? TryOpenAnyOpenCl(long? tileBytes = null) =>
        CardSearch.Context is { } context && context.GetCLDevices() is { Count: > 0 } devices
            ? new GpuDevice(context, devices[0], "OpenCL", tileBytes)
            : null;

    /// <inheritdoc/>
    public void Average(
        RoundInput round, Memory<long> sum, Memory<int> model, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        var quotient = new FloorQuotient(round.TotalWeight);
        Guarded(() =>
        {
            Upload(_weights, round.Weights);
            bool scaled = !round.Scales.IsEmpty;
            if (scaled) Upload(_scales, round.Scales);
            _pipeline.Run(
                round.Length,
                round.Count,
                sizeof(long) + sizeof(int),
                (slot, tile) =>
                {
                    slot.Sums.Ensure(tile.Pitch);
                    slot.Model.Ensure(tile.Pitch);
                    Fill(round, slot, tile, progress, cancellation);
                },
                (slot, tile) =>
                {
                    slot.Values.Upload(slot.Stream, (long)round.Count * tile.Pitch);
                    _kernels.Average(
                        slot.Stream,
                        slot.Values.Device,
                        _weights.Device,
                        scaled ? _scales.Device : ArrayView<int>.Empty,
                        round.Count,
                        tile.Pitch,
                        quotient,
                        slot.Sums.Device,
                        slot.Model.Device);
                    if (!sum.IsEmpty) slot.Sums.Download(slot.Stream, tile.Pitch);
                    slot.Model.Download(slot.Stream, tile.Pitch);
                },
                (slot, tile) =>
                {
                    if (!sum.IsEmpty) slot.Sums.Host.AsSpan(0, tile.Length).CopyTo(sum.Span[tile.Start..]);
                    slot.Model.Host.AsSpan(0, tile.Length).CopyTo(model.Span[tile.Start..]);
                },
                cancellation);
        });
    }

    /// <inheritdoc/>
    public void TrimmedMean(
        RoundInput round, int trim, Memory<int> model, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        ArgumentOutOfRangeException.ThrowIfNegative(trim);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(2L * trim, round.Count, nameof(trim));
        Guarded(() => _pipeline.Run(
            round.Length,
            round.Count,
            sizeof(int),
            (slot, tile) =>
            {
                slot.Model.Ensure(tile.Pitch);
                Fill(round, slot, tile, progress, cancellation);
            },
            (slot, tile) =>
            {
                slot.Values.Upload(slot.Stream, (long)round.Count * tile.Pitch);
                _kernels.TrimmedMean(
                    slot.Stream,
                    slot.Values.Device,
                    round.Count,
                    tile.Pitch,
                    trim,
                    round.Format.MinValue,
                    round.Format.ValueBits,
                    slot.Model.Device);
                slot.Model.Download(slot.Stream, tile.Pitch);
            },
            (slot, tile) => slot.Model.Host.AsSpan(0, tile.Length).CopyTo(model.Span[tile.Start..]),
            cancellation));
    }

    /// <inheritdoc/>
    public void InnerProducts(
        RoundInput round, Memory<Int128> products, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        int n = round.Count;
        Guarded(() =>
        {
            Int128[] totals = Totals(
                round, _kernels.ProductTotals(n), (slot, tile) => _kernels.InnerProducts(slot, n, tile), progress, cancellation);
            for (int i = 0; i < n; i++)
            {
                for (int k = 0; k <= i; k++)
                {
                    Int128 product = totals[_kernels.ProductAt(i, k)];
                    products.Span[(i * n) + k] = product;
                    products.Span[(k * n) + i] = product;
                }
            }
        });
    }

    /// <inheritdoc/>
    public void SquaredNorms(
        RoundInput round, Memory<Int128> norms, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        int n = round.Count;
        Guarded(() =>
            Totals(round, n, (slot, tile) => _kernels.SquaredNorms(slot, n, tile), progress, cancellation).CopyTo(norms));
    }

    /// <inheritdoc/>
    public long Step(
        ServerStep step,
        ReadOnlyMemory<int> average,
        Memory<int> model,
        Memory<long> momentum,
        Memory<long> secondMoment,
        CancellationToken cancellation = default)
    {
        bool adam = step.Rule == ServerRule.FedAdam;
        int moments = adam ? 2 : 1;
        var coefficients = new ServerStepCoefficients(step);
        long saturated = 0;
        Guarded(() => _pipeline.Run(
            model.Length,
            2,
            2 * sizeof(long),
            (slot, tile) =>
            {
                slot.Values.Ensure(2L * tile.Pitch);
                slot.Sums.Ensure((long)moments * tile.Pitch);
                slot.Counters.Ensure(1);
                average.Span.Slice(tile.Start, tile.Length).CopyTo(slot.Values.Host);
                model.Span.Slice(tile.Start, tile.Length).CopyTo(slot.Values.Host.AsSpan(tile.Pitch));
                momentum.Span.Slice(tile.Start, tile.Length).CopyTo(slot.Sums.Host);
                if (adam) secondMoment.Span.Slice(tile.Start, tile.Length).CopyTo(slot.Sums.Host.AsSpan(tile.Pitch));
                slot.Counters.Host[0] = 0;
            },
            (slot, tile) =>
            {
                slot.Values.Upload(slot.Stream, 2L * tile.Pitch);
                slot.Sums.Upload(slot.Stream, (long)moments * tile.Pitch);
                slot.Counters.Upload(slot.Stream, 1);
                _kernels.Step(slot, tile, adam, coefficients);
                slot.Values.Download(slot.Stream, 2L * tile.Pitch);
                slot.Sums.Download(slot.Stream, (long)moments * tile.Pitch);
                slot.Counters.Download(slot.Stream, 1);
            },
            (slot, tile) =>
            {
                slot.Values.Host.AsSpan(tile.Pitch, tile.Length).CopyTo(model.Span[tile.Start..]);
                slot.Sums.Host.AsSpan(0, tile.Length).CopyTo(momentum.Span[tile.Start..]);
                if (adam) slot.Sums.Host.AsSpan(tile.Pitch, tile.Length).CopyTo(secondMoment.Span[tile.Start..]);
                saturated += slot.Counters.Host[0];
            },
            cancellation));
        return saturated;
    }

    /// <summary>Copies a round's updates to the card, for averaging them there again and again.</summary>
    /// <param name="round">Unscaled updates, small enough for the card's memory.</param>
    /// <exception cref="DeviceUnavailableException">They do not fit, or the driver fails.</exception>
    internal ResidentRound Upload(RoundInput round)
    {
        ResidentRound? resident = null;
        Guarded(() => resident = new ResidentRound(_accelerator, _kernels, _pipeline, round));
        return resident!;
    }

    /// <summary>The card's own copy rate: bytes read and written in a second by copies inside its memory, the best of several.</summary>
    /// <param name="bytes">Size of the buffer that is copied.</param>
    internal double MeasureCopyRate(long bytes)
    {
        double best = 0;
        Guarded(() =>
        {
            _accelerator.Bind();
            using MemoryBuffer1D<int, Stride1D.Dense> from = _accelerator.Allocate1D<int>(bytes / sizeof(int));
            using MemoryBuffer1D<int, Stride1D.Dense> to = _accelerator.Allocate1D<int>(bytes / sizeof(int));
            best = 2 * Rate(bytes, () => from.View.BaseView.CopyTo(_accelerator.DefaultStream, to.View.BaseView));
        });
        return best;
    }

    /// <summary>The rate from page-locked memory to the card, in bytes a second, the best of several.</summary>
    /// <param name="bytes">Size of the buffer that is copied; below 8 GiB.</param>
    internal double MeasureUploadRate(long bytes)
    {
        double best = 0;
        Guarded(() =>
        {
            _accelerator.Bind();
            using var buffer = new CardBuffer<int>(_accelerator, crosses: true);
            buffer.Ensure(bytes / sizeof(int));
            best = Rate(bytes, () => buffer.Upload(_accelerator.DefaultStream, bytes / sizeof(int)));
        });
        return best;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _pipeline.Dispose();
            _weights.Dispose();
            _scales.Dispose();
            _accelerator.Dispose();
            _owned?.Dispose();
        }
        catch (AcceleratorException)
        {
            // A card that failed before may refuse even to free its memory; the process's end does it.
        }
    }

    private static void Fill(RoundInput round, TileSlot slot, Tile tile, IProgress<long>? progress, CancellationToken cancellation)
    {
        slot.Values.Ensure((long)round.Count * tile.Pitch);
        RoundReader.Fill(round, tile, slot.Values.Host, progress, cancellation);
    }

    // Every slot adds up the tiles that went through it; the slots' totals are added here.
    private Int128[] Totals(
        RoundInput round, int count, Action<TileSlot, Tile> kernel, IProgress<long>? progress, CancellationToken cancellation)
    {
        _accelerator.Bind();
        foreach (TileSlot slot in _pipeline.Slots)
        {
            slot.Totals.Ensure(2L * count);
            slot.Totals.Host.AsSpan(0, 2 * count).Clear();
            slot.Totals.Upload(slot.Stream, 2L * count);
        }

        _pipeline.Run(
            round.Length,
            round.Count,
            0,
            (slot, tile) => Fill(round, slot, tile, progress, cancellation),
            (slot, tile) =>
            {
                slot.Values.Upload(slot.Stream, (long)round.Count * tile.Pitch);
                kernel(slot, tile);
            },
            (_, _) => { },
            cancellation);
        var totals = new Int128[count];
        foreach (TileSlot slot in _pipeline.Slots)
        {
            slot.Totals.Download(slot.Stream, 2L * count);
            slot.Stream.Synchronize();
            long[] words = slot.Totals.Host;
            for (int e = 0; e < count; e++) totals[e] += words[e] + ((Int128)words[count + e] << 32);
        }

        return totals;
    }

    private void Upload(CardBuffer<int> buffer, ReadOnlySpan<int> values)
    {
        buffer.Ensure(values.Length);
        values.CopyTo(buffer.Host);
        buffer.Upload(_accelerator.DefaultStream, values.Length);
        _accelerator.DefaultStream.Synchronize();
    }

    private double Rate(long bytes, Action copy)
    {
        const int Repetitions = 8;
        double best = 0;
        for (int i = 0; i < Repetitions; i++)
        {
            long start = Stopwatch.GetTimestamp();
            copy();
            _accelerator.DefaultStream.Synchronize();
            best = Math.Max(best, bytes / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    // Buffers are shared, so that calls wait for one another.
    private void Guarded(Action work)
    {
        try
        {
            lock (_gate)
            {
                _accelerator.Bind();
                work();
            }
        }
        catch (AcceleratorException failure)
        {
            throw new DeviceUnavailableException(
                $"{Name} failed while it computed: {failure.Message} No result was made; run again, or use --device cpu.", failure);
        }
    }
}
