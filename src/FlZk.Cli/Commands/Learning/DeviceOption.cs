using System.CommandLine;
using FlZk.Learning.Aggregation.Devices;

namespace FlZk.Cli.Commands.Learning;

/// <summary><c>--device auto|cuda|opencl|gpu|cpu</c>.</summary>
internal static class DeviceOption
{
    public static Option<DeviceChoice> Create() => new("--device")
    {
        Description = "Where to aggregate: auto (the faster of the processor and a graphics card that agrees with it, measured), cuda, "
            + "opencl, gpu (either of them), or cpu.",
        HelpName = "auto|cuda|opencl|gpu|cpu",
        DefaultValueFactory = _ => DeviceChoice.Auto,
    };
}
