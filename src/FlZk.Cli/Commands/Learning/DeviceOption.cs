using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Learning.Aggregation.Devices;

namespace FlZk.Cli.Commands.Learning;

/// <summary><c>--device auto|cuda|opencl|gpu|cpu</c>.</summary>
internal static class DeviceOption
{
    private const string Names = "auto|cuda|opencl|gpu|cpu";

    public static Option<DeviceChoice> Create() => new("--device")
    {
        Description = "Where to aggregate: auto (the faster of the processor and a graphics card that agrees with it, measured; this is the "
            + "default), cuda, opencl, gpu (either of them), or cpu.",
        HelpName = Names,
        CustomParser = result => result.Tokens[0].Value.ToUpperInvariant() switch
        {
            "AUTO" => DeviceChoice.Auto,
            "CUDA" => DeviceChoice.Cuda,
            "OPENCL" => DeviceChoice.OpenCl,
            "GPU" => DeviceChoice.Gpu,
            "CPU" => DeviceChoice.Cpu,
            _ => ValueOptions.Refuse<DeviceChoice>(result, $"--device: '{result.Tokens[0].Value}' is none of {Names}"),
        },
    };
}
