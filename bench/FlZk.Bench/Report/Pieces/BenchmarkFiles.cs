using System.Text.Json;

namespace FlZk.Bench.Report.Pieces;

/// <summary>What BenchmarkDotNet leaves of a run.</summary>
internal static class BenchmarkFiles
{
    /// <summary>Every benchmark's samples in nanoseconds; its subject is the suite, its detail "Method Parameter=Value&amp;...".</summary>
    /// <param name="artifacts">The run's folder.</param>
    /// <param name="tier">The instruction set it was held to.</param>
    public static List<Measurement> Read(string artifacts, string tier)
    {
        var measurements = new List<Measurement>();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(artifacts, "results"), "*-full*.json"))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (JsonElement benchmark in document.RootElement.GetProperty("Benchmarks").EnumerateArray())
            {
                if (benchmark.GetProperty("Statistics") is not { ValueKind: JsonValueKind.Object } statistics) continue;
                string suite = benchmark.GetProperty("Type").GetString()!;
                string method = benchmark.GetProperty("Method").GetString()!;
                string parameters = benchmark.GetProperty("Parameters").GetString()!;
                double[] nanoseconds =
                    [.. statistics.GetProperty("OriginalValues").EnumerateArray().Select(value => value.GetDouble())];
                measurements.Add(new Measurement(suite, Works.Operation, Programs.FlZk, "ns", nanoseconds)
                {
                    Detail = $"{method} {parameters}".Trim(),
                    Tier = tier,
                });
            }
        }

        return measurements;
    }
}
