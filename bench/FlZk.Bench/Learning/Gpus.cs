using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Running;
using FlZk.Learning.Aggregation.Devices;

namespace FlZk.Bench.Learning;

/// <summary>Graphics cards: their benchmarks are there where a card is.</summary>
internal sealed class Gpus : IFilter
{
    /// <summary>The category of benchmarks that need one.</summary>
    public const string Category = "GPU";

    /// <summary>Set to <c>emulated</c>, this environment variable has the suite of cards run on ILGPU's emulation, at a small size: to see
    /// that it runs where no card is. Its figures mean nothing.</summary>
    public const string Variable = "FLZK_BENCH_GPU";

    /// <summary>Whether cards are emulated.</summary>
    public static bool Emulated { get; } = Environment.GetEnvironmentVariable(Variable) == "emulated";

    /// <summary>The names of the cards found here.</summary>
    public static IReadOnlyList<string> Found { get; } = Emulated ? ["ILGPU's emulation, whose figures mean nothing"] : GpuDevice.Find();

    /// <summary>The first of them.</summary>
    public static GpuDevice Open() => Emulated ? GpuDevice.OpenEmulated() : GpuDevice.Open();

    public bool Predicate(BenchmarkCase benchmarkCase) => !benchmarkCase.Descriptor.HasCategory(Category)
        || (Emulated ? benchmarkCase.Descriptor.Type == typeof(GpuBenchmarks) : Found.Count > 0);
}
