using FlZk.Learning.Aggregation.Devices;

namespace FlZk.Learning.Tests;

/// <summary>What runs the card's kernels on this machine: ILGPU's emulation everywhere; an OpenCL driver (pocl is one, on the processor)
/// where one is installed that ILGPU accepts; each with all parameters in one tile and in many.</summary>
internal static class Cards
{
    public const string Emulation = "emulation";
    public const string EmulationInTiles = "emulation in tiles";
    public const string OpenCl = "OpenCL driver";
    public const string OpenClInTiles = "OpenCL driver in tiles";

    private static readonly Lazy<GpuDevice?> OpenClDevice = new(() => GpuDevice.TryOpenAnyOpenCl());
    private static readonly Lazy<GpuDevice?> OpenClDeviceInTiles = new(() => GpuDevice.TryOpenAnyOpenCl(4000));
    private static readonly Lazy<GpuDevice> Emulated = new(() => GpuDevice.OpenEmulated());
    private static readonly Lazy<GpuDevice> EmulatedInTiles = new(() => GpuDevice.OpenEmulated(1000));

    public static TheoryData<string> All => [Emulation, EmulationInTiles, OpenCl, OpenClInTiles];

    /// <summary>A device kept for the whole run, so that its buffers see rounds of every shape; skips the test where there is no
    /// driver.</summary>
    public static GpuDevice Get(string name)
    {
        GpuDevice? device = name switch
        {
            Emulation => Emulated.Value,
            EmulationInTiles => EmulatedInTiles.Value,
            OpenCl => OpenClDevice.Value,
            OpenClInTiles => OpenClDeviceInTiles.Value,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not a device of the tests."),
        };
        Assert.SkipWhen(device is null, "no OpenCL driver with a generic address space is installed (pocl 4 or later is one)");
        return device!;
    }
}
