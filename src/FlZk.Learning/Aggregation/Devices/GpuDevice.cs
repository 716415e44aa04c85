using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace FlZk.Learning.Aggregation.Devices;

/// <summary>FedAvg as an ILGPU kernel: one thread per parameter, in 64-bit integers, on CUDA or OpenCL.</summary>
/// <remarks>Neighbouring threads read neighbouring parameters of one update, so reads coalesce. Parameters go through the device in tiles,
/// so that neither the number of updates nor their length is bound by its memory.</remarks>
public sealed class GpuDevice : IAggregationDevice
{
    private const long TileBytes = 256L << 20;
    private const int MaxTileLength = 1 << 28;

    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly Action<Index1D, ArrayView<int>, ArrayView<int>, ArrayView<long>, ArrayView<int>, int, int> _kernel;
    private readonly long _tileBytes;
    private readonly CpuDevice _processor = new();

    private GpuDevice(Context context, Device device, string platform, long? tileBytes = null)
    {
        _context = context;
        _accelerator = device.CreateAccelerator(context);
        try
        {
            _kernel = _accelerator.LoadAutoGroupedStreamKernel<
                Index1D, ArrayView<int>, ArrayView<int>, ArrayView<long>, ArrayView<int>, int, int>(AverageKernel);
        }
        catch
        {
            _accelerator.Dispose();
            throw;
        }

        _tileBytes = tileBytes ?? Math.Min(TileBytes, _accelerator.MemorySize / 4);
        Name = $"{_accelerator.Name.Trim()} ({platform})";
        IsGpu = _accelerator.AcceleratorType != AcceleratorType.CPU;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsGpu { get; }

    /// <summary>The graphics cards found on this machine, CUDA first, each with its name; empty when there is none.</summary>
    public static IReadOnlyList<string> Find()
    {
        using Context? context = TryCreateContext(out _);
        return context is null
            ? []
            : [.. Candidates(context).Select(candidate => $"{candidate.Device.Name.Trim()} ({candidate.Platform})")];
    }

    /// <summary>Opens the first CUDA device, or else the first OpenCL graphics card.</summary>
    /// <exception cref="DeviceUnavailableException">There is none, or its driver cannot run the kernel; says what was looked
    /// for.</exception>
    public static GpuDevice Open()
    {
        Context? context = TryCreateContext(out Exception? cause);
        var failures = new List<string>();
        if (cause is not null) failures.Add(cause.Message);
        if (context is not null)
        {
            foreach ((Device device, string platform) in Candidates(context))
            {
                try
                {
                    return new GpuDevice(context, device, platform);
                }
                catch (Exception failure)
                {
                    // Whatever a driver throws while loading, the next candidate deserves its try; the message is kept.
                    cause = failure;
                    failures.Add($"{device.Name.Trim()} ({platform}): {failure.Message}");
                }
            }

            context.Dispose();
        }

        string found = failures.Count == 0 ? "none found" : string.Join("; ", failures);
        throw new DeviceUnavailableException(
            $"no usable graphics card: looked for a CUDA device (NVIDIA driver) and an OpenCL GPU through ILGPU: {found}.", cause);
    }

    /// <summary>ILGPU's CPU accelerator: the same kernel, emulated thread by thread. Slow; it exists to test the kernel where no card
    /// is.</summary>
    /// <param name="tileBytes">Device memory per tile; small values force many tiles.</param>
    internal static GpuDevice OpenEmulated(long? tileBytes = null)
    {
        Context context = Context.Create(builder => builder.CPU());
        return new GpuDevice(context, context.GetCPUDevice(0), "ILGPU emulation", tileBytes);
    }

    /// <inheritdoc/>
    public void Average(
        RoundInput round, Memory<long> sum, Memory<int> model, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(round);

        // Per parameter: 4 bytes of every update, 8 of the sum, 4 of the average.
        long affordable = Math.Clamp(_tileBytes / ((4L * round.Count) + 12), 1, MaxTileLength);
        int tile = (int)Math.Min(affordable, round.Length);
        var values = new int[tile];
        using MemoryBuffer1D<int, Stride1D.Dense> deviceUpdates = _accelerator.Allocate1D<int>((long)tile * round.Count);
        using MemoryBuffer1D<int, Stride1D.Dense> deviceWeights = _accelerator.Allocate1D<int>(round.Count);
        using MemoryBuffer1D<long, Stride1D.Dense> deviceSum = _accelerator.Allocate1D<long>(tile);
        using MemoryBuffer1D<int, Stride1D.Dense> deviceModel = _accelerator.Allocate1D<int>(tile);
        deviceWeights.View.BaseView.CopyFromCPU(_accelerator.DefaultStream, round.Weights);
        for (int start = 0; start < round.Length; start += tile)
        {
            cancellation.ThrowIfCancellationRequested();
            int length = Math.Min(tile, round.Length - start);
            for (int i = 0; i < round.Count; i++)
            {
                ReadOnlySpan<int> row = BlockReader.Read(round, i, start, values.AsSpan(0, length));
                if (!round.Scales.IsEmpty) row = BlockReader.Scale(row, round.Scales[i], values.AsSpan(0, length));
                deviceUpdates.View.BaseView.SubView((long)i * tile, length).CopyFromCPU(_accelerator.DefaultStream, row);
                progress?.Report(length);
            }

            _kernel(
                length,
                deviceUpdates.View.BaseView,
                deviceWeights.View.BaseView,
                deviceSum.View.BaseView,
                deviceModel.View.BaseView,
                tile,
                round.TotalWeight);
            deviceSum.View.BaseView.SubView(0, length).CopyToCPU(_accelerator.DefaultStream, sum.Span.Slice(start, length));
            deviceModel.View.BaseView.SubView(0, length).CopyToCPU(_accelerator.DefaultStream, model.Span.Slice(start, length));
            _accelerator.Synchronize();
        }
    }

    /// <inheritdoc/>
    public void TrimmedMean(
        RoundInput round, int trim, Memory<int> model, IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        _processor.TrimmedMean(round, trim, model, progress, cancellation);

    /// <inheritdoc/>
    public void InnerProducts(
        RoundInput round, Memory<Int128> products, IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        _processor.InnerProducts(round, products, progress, cancellation);

    /// <inheritdoc/>
    public void SquaredNorms(
        RoundInput round, Memory<Int128> norms, IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        _processor.SquaredNorms(round, norms, progress, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _accelerator.Dispose();
        _context.Dispose();
    }

    private static void AverageKernel(
        Index1D j, ArrayView<int> updates, ArrayView<int> weights, ArrayView<long> sum, ArrayView<int> model, int pitch, int totalWeight)
    {
        long s = 0;
        for (int i = 0; i < weights.IntLength; i++) s += (long)weights[i] * updates[((long)i * pitch) + j];
        sum[j] = s;

        // Integer division truncates towards zero; a negative remainder means the floor is one below.
        long t = s + (totalWeight / 2);
        long y = t / totalWeight;
        if (t - (y * totalWeight) < 0) y--;
        model[j] = (int)y;
    }

    private static Context? TryCreateContext(out Exception? cause)
    {
        try
        {
            cause = null;
            return Context.Create(builder => builder.Cuda().OpenCL());
        }
        catch (Exception failure)
        {
            // A broken driver must not take the process down: it counts as no device, and its message is shown.
            cause = failure;
            return null;
        }
    }

    private static List<(Device Device, string Platform)> Candidates(Context context)
    {
        var candidates = new List<(Device, string)>();
        foreach (CudaDevice device in context.GetCudaDevices()) candidates.Add((device, "CUDA"));
        foreach (CLDevice device in context.GetCLDevices())
        {
            // OpenCL also lists processors, which the Tensors path serves better.
            if (device.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_GPU)) candidates.Add((device, "OpenCL"));
        }

        return candidates;
    }
}
