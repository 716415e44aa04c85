using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace FlZk.Bench.Configurations;

/// <summary>Without a process per benchmark: <c>--in-process</c>. The report uses it, in a process of its own for each instruction
/// set.</summary>
internal sealed class InProcessConfiguration : ManualConfig
{
    public InProcessConfiguration(bool quick)
    {
        Add(new StandardConfiguration());
        AddJob((quick ? QuickConfiguration.Quick : Job.Default).WithToolchain(InProcessEmitToolchain.Instance));
    }
}
