using System.Diagnostics;
using FlZk.Bench.Learning;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Devices.Gpu;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace FlZk.Bench.Roofline;

/// <summary>What a graphics card can do at most, measured in the run whose results are held against it.</summary>
/// <param name="Name">The card.</param>
/// <param name="Copy">Bytes read and written a second by copies within its memory.</param>
/// <param name="FromPinned">Bytes a second from page-locked memory of the host.</param>
/// <param name="FromPageable">Bytes a second from memory as any program has it.</param>
internal sealed record CardRoofline(string Name, double Copy, double FromPinned, double FromPageable)
{
    private const long Bytes = 1L << 30, BytesEmulated = 1L << 24;
    private const int Repetitions = 5;

    private static readonly Lazy<CardRoofline> Measured = new(Measure);

    /// <summary>This run's, measured when first asked for.</summary>
    public static CardRoofline OfThisRun => Measured.Value;

    /// <summary>As lines for a reader.</summary>
    public IEnumerable<string> Lines() =>
    [
        $"Roofline of {Name}:",
        $"  copies within its memory, read and written, GB/s:  {Fractions.Gigabytes(Copy)}",
        $"  from page-locked memory of the host, GB/s:         {Fractions.Gigabytes(FromPinned)}",
        $"  from pageable memory of the host, GB/s:            {Fractions.Gigabytes(FromPageable)}",
    ];

    private static CardRoofline Measure()
    {
        long bytes = Gpus.Emulated ? BytesEmulated : Bytes;
        using GpuDevice card = Gpus.Open();
        return new CardRoofline(card.Name, card.MeasureCopyRate(bytes), card.MeasureUploadRate(bytes), PageableRate(bytes));
    }

    private static double PageableRate(long bytes)
    {
        using Context? emulation = Gpus.Emulated ? Context.Create(builder => builder.CPU()) : null;
        Device device = emulation is null ? CardSearch.Cards(DeviceChoice.Gpu)[0].Device : emulation.GetCPUDevice(0);
        using Accelerator accelerator = device.CreateAccelerator(emulation ?? CardSearch.Context!);
        var host = new int[bytes / sizeof(int)];
        Array.Fill(host, 1);
        using MemoryBuffer1D<int, Stride1D.Dense> memory = accelerator.Allocate1D<int>(host.Length);
        double best = double.MaxValue;
        for (int i = 0; i < Repetitions; i++)
        {
            long clock = Stopwatch.GetTimestamp();
            memory.View.BaseView.CopyFromCPU(accelerator.DefaultStream, host);
            accelerator.DefaultStream.Synchronize();
            best = Math.Min(best, Stopwatch.GetElapsedTime(clock).TotalSeconds);
        }

        return bytes / best;
    }
}
