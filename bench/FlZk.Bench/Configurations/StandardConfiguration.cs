using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Loggers;
using FlZk.Bench.Learning;
using FlZk.Bench.Peers;
using FlZk.Bench.Roofline;

namespace FlZk.Bench.Configurations;

/// <summary>What every suite is run with: memory and the roofline beside time, Markdown and full JSON as results.</summary>
internal sealed class StandardConfiguration : ManualConfig
{
    public StandardConfiguration()
    {
        AddLogger(ConsoleLogger.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddColumn([.. RooflineColumn.All, .. RooflineColumn.OfCards, new PeerColumn()]);
        AddFilter(new Gpus());
        AddValidator(new RooflineFirst());
        AddDiagnoser(MemoryDiagnoser.Default);
        AddExporter(MarkdownExporter.GitHub, JsonExporter.Full);

        // A child process is built with all it references, for which two minutes are not enough on a busy machine.
        WithBuildTimeout(TimeSpan.FromMinutes(10));
    }
}
