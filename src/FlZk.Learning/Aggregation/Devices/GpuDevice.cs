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
    private readonly Lock _gate = new();
    private readonly Context? _owned;
    private readonly Card _card;
    private readonly CardAverage _average;

    private GpuDevice(Context context, Device device, string platform, long? tileBytes = null, Context? owned = null)
    {
        _owned = owned;
        _card = new Card(context, device, tileBytes);
        _average = new CardAverage(_card);
        Name = $"{_card.Accelerator.Name.Trim()} ({platform})";
        IsGpu = _card.Accelerator.AcceleratorType != AcceleratorType.CPU;
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
        Guarded(() => _average.Run(round, sum, model, progress, cancellation));
    }

    /// <inheritdoc/>
    public void TrimmedMean(
        RoundInput round, int trim, Memory<int> model, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        ArgumentOutOfRangeException.ThrowIfNegative(trim);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(2L * trim, round.Count, nameof(trim));
        Guarded(() => CardTrimmedMean.Run(_card, round, trim, model, progress, cancellation));
    }

    /// <inheritdoc/>
    public void InnerProducts(
        RoundInput round, Memory<Int128> products, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        Guarded(() => CardProducts.InnerProducts(_card, round, products, progress, cancellation));
    }

    /// <inheritdoc/>
    public void SquaredNorms(
        RoundInput round, Memory<Int128> norms, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        Guarded(() => CardProducts.SquaredNorms(_card, round, norms, progress, cancellation));
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
        long saturated = 0;
        Guarded(() => saturated = CardServerStep.Run(_card, step, average, model, momentum, secondMoment, cancellation));
        return saturated;
    }

    /// <summary>Copies a round's updates to the card, for averaging them there again and again.</summary>
    /// <param name="round">Unscaled updates, small enough for the card's memory.</param>
    /// <exception cref="DeviceUnavailableException">They do not fit, or the driver fails.</exception>
    internal ResidentRound Upload(RoundInput round)
    {
        ResidentRound? resident = null;
        Guarded(() => resident = new ResidentRound(_card.Accelerator, _card.Kernels, _card.Pipeline, round));
        return resident!;
    }

    /// <summary>The card's own copy rate: bytes read and written in a second by copies inside its memory, the best of several.</summary>
    /// <param name="bytes">Size of the buffer that is copied.</param>
    internal double MeasureCopyRate(long bytes)
    {
        double rate = 0;
        Guarded(() => rate = CardRates.Copy(_card, bytes));
        return rate;
    }

    /// <summary>The rate from page-locked memory to the card, in bytes a second, the best of several.</summary>
    /// <param name="bytes">Size of the buffer that is copied; below 8 GiB.</param>
    internal double MeasureUploadRate(long bytes)
    {
        double rate = 0;
        Guarded(() => rate = CardRates.Upload(_card, bytes));
        return rate;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _average.Dispose();
            _card.Dispose();
            _owned?.Dispose();
        }
        catch (AcceleratorException)
        {
            // A card that failed before may refuse even to free its memory; the process's end does it.
        }
    }

    // Buffers are shared, so that calls wait for one another.
    private void Guarded(Action work)
    {
        try
        {
            lock (_gate)
            {
                _card.Accelerator.Bind();
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
