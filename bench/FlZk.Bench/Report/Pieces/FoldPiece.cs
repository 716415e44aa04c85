using System.Globalization;
using System.Runtime.InteropServices;
using FlZk.Bench.Report.Processes;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;
using FlZk.Platform.Processes;

namespace FlZk.Bench.Report.Pieces;

/// <summary><c>flzk aggregate</c> over 512 files of 16 million parameters: how long the process takes, and how much memory.</summary>
/// <remarks>The files are eight, each under 64 names: to the command they are 512, and the page cache holds them, so that the disk's speed
/// is not in the figures.</remarks>
internal sealed class FoldPiece : IReportPiece
{
    public const int Providers = 512;
    public const int Parameters = 1 << 24;
    private const int Distinct = 8;

    /// <summary>What tables call it.</summary>
    public const string Subject = "512 updates of 16M parameters from files";

    public string Name => "fold/512x16M";

    public Task PrepareAsync(ReportContext context, CancellationToken cancellation) => Task.CompletedTask;

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(ReportContext context, CancellationToken cancellation)
    {
        string folder = Directory.CreateDirectory(context.ScratchFile("fold")).FullName;
        string updates = Directory.CreateDirectory(Path.Combine(folder, "updates")).FullName;
        string weights = Path.Combine(folder, "weights.json"), model = Path.Combine(folder, "model.safetensors");
        try
        {
            Write(folder, updates, weights);
            var samples = new SampleBook();
            var key = new Measurement(Subject, Works.Aggregate, Programs.FlZk, "ms", []);
            for (int i = 0; i < context.SamplesOr(quick: 3, standard: 5); i++)
            {
                ProcessMeasurement run = await MeasuredProcess.RunAsync(
                    FlZkProgram.Path,
                    ["aggregate", "--updates", updates, "--weights", weights, "--out", model, "--device", "cpu"],
                    cancellation: cancellation).ConfigureAwait(false);
                samples.Add(key, run.Milliseconds);
                samples.Add(key with { Work = Works.Peak, Unit = "MiB" }, run.PeakMiB);
                File.Delete(model);
            }

            return samples.Measurements;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(string folder, string updates, string weights)
    {
        var layout = new TensorLayout([new TensorDescriptor("w", [Parameters], ElementType.Int32)]);
        var values = new int[Parameters];
        for (int i = 0; i < Distinct; i++)
        {
            new Random(i).NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
            foreach (ref int value in values.AsSpan()) value >>= 32 - FixedPointFormat.MaxValueBits;
            SafetensorsFile.WriteUpdate(FileOf(folder, i), new QuantisedUpdate(layout, values, FixedPointFormat.Default));
        }

        var named = new List<KeyValuePair<string, long>>();
        for (int i = 0; i < Providers; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"provider-{i:D3}.safetensors");
            Link(FileOf(folder, i % Distinct), Path.Combine(updates, name));
            named.Add(KeyValuePair.Create(name, 1000L + i));
        }

        WeightsFile.Write(weights, named);
    }

    private static string FileOf(string folder, int index) => Path.Combine(folder, $"update-{index}.safetensors");

    // .NET has no call for a hard link yet.
    private static void Link(string file, string name)
    {
        ProcessResult linked = ChildProcess.RunAsync("ln", [file, name], Path.GetTempPath()).GetAwaiter().GetResult();
        if (linked.ExitCode != 0) throw new IOException($"{name} could not be linked to {file}: {linked.StandardError.Trim()}");
    }
}
