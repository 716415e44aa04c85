using System.CommandLine;
using FlZk.Learning.Aggregation.Devices;

namespace FlZk.Cli.Commands.Learning;

/// <summary><c>--device auto|cpu|gpu</c>.</summary>
internal static class DeviceOption
{
    public static Option<DeviceChoice> Create() => new("--device")
    {
        Description = "Where to aggregate: auto (a graphics card when there is one that agrees with the processor), cpu, or gpu.",
        HelpName = "auto|cpu|gpu",
        DefaultValueFactory = _ => DeviceChoice.Auto,
    };
}
