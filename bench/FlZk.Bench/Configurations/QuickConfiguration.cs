using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;

namespace FlZk.Bench.Configurations;

/// <summary>A look in minutes instead of an hour: <c>--quick</c>. Few iterations, so read ratios and leave small differences
/// alone.</summary>
internal sealed class QuickConfiguration : ManualConfig
{
    public QuickConfiguration()
    {
        Add(new StandardConfiguration());
        AddJob(Quick);
    }

    /// <summary>Eight warm-ups, within which the runtime compiles in earnest what a large operation calls often; five iterations.</summary>
    public static Job Quick { get; } =
        Job.Default.WithStrategy(RunStrategy.Monitoring).WithWarmupCount(8).WithIterationCount(5).WithId("quick");
}
