using FlZk.Circuits.Catalog;
using FlZk.Learning.Aggregation.Devices;

namespace FlZk.Cli.Demo;

/// <summary>What a demo is asked to show.</summary>
internal sealed record DemoOptions
{
    /// <summary>Providers, each with a shard and an account.</summary>
    public required int Providers { get; init; }

    /// <summary>Rounds to settle.</summary>
    public required int Rounds { get; init; }

    /// <summary>Who proves; see <c>BackendOption</c>.</summary>
    public required string Backend { get; init; }

    /// <summary>Where to aggregate.</summary>
    public required DeviceChoice Device { get; init; }

    /// <summary>What everything random in the training follows from; blindings and salts never do.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The circuit instance.</summary>
    public required CircuitInstance Circuit { get; init; }

    /// <summary>A table of the user's own; null for the generated one.</summary>
    public string? DataFile { get; init; }

    /// <summary>The label's column in <see cref="DataFile"/>.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>Where to leave everything for a later look; null to remove it.</summary>
    public string? KeepFolder { get; init; }
}
