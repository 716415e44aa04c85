using System.Text.Json.Serialization;
using FlZk.Bench.Roofline;

namespace FlZk.Bench.Report;

/// <summary>One thing measured some times.</summary>
/// <param name="Subject">On what: a circuit's name, a size.</param>
/// <param name="Work">What was done; see <see cref="Works"/>.</param>
/// <param name="Program">Who did it; see <see cref="Programs"/>.</param>
/// <param name="Unit">"ms", "ns", "MiB", "gas".</param>
/// <param name="Samples">Every value, in the order measured.</param>
internal sealed record Measurement(string Subject, string Work, string Program, string Unit, IReadOnlyList<double> Samples)
{
    /// <summary>The part of the work, for a phase or one of several operations.</summary>
    public string? Detail { get; init; }

    /// <summary>Warm, cold; see <see cref="Modes"/>.</summary>
    public string? Mode { get; init; }

    /// <summary>"AVX-512", "AVX2" or "scalar".</summary>
    public string? Tier { get; init; }

    /// <summary>Cores allowed; null for all.</summary>
    public int? Cores { get; init; }

    /// <summary>The value that is reported.</summary>
    [JsonIgnore]
    public double Median => Spread.MedianOf(Samples);
}
