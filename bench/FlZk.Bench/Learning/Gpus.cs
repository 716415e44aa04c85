using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Running;
using FlZk.Learning.Aggregation.Devices;

namespace FlZk.Bench.Learning;

/// <summary>Graphics cards: their benchmarks are there where a card is.</summary>
internal sealed class Gpus : IFilter
{
    /// <summary>The category of benchmarks that need one.</summary>
    public const string Category = "GPU";

    /// <summary>The names of the cards found here.</summary>
    public static IReadOnlyList<string> Found { get; } = GpuDevice.Find();

    /// <summary>The first of them.</summary>
    public static GpuDevice Open() => GpuDevice.Open();

    public bool Predicate(BenchmarkCase benchmarkCase) => Found.Count > 0 || !benchmarkCase.Descriptor.HasCategory(Category);
}
