using System.Globalization;
using System.Text;
using FlZk.Bench.Learning;
using FlZk.Bench.Peers;
using FlZk.Bench.Report.Pieces;
using FlZk.Bench.Roofline;
using FlZk.Platform.Files;

namespace FlZk.Bench.Report.Rendering;

/// <summary>learning.md.</summary>
internal sealed class LearningReport(Results results)
{
    private readonly LearningFigures _figures = new(results);
    private readonly StringBuilder _text = new();

    /// <summary>Writes it into a folder; returns its path.</summary>
    public string Write(string folder)
    {
        Line("# Aggregation and quantisation: measured");
        Line();
        Conditions();
        Targets();
        string notes = Path.Combine(folder, "learning-notes.md");
        if (File.Exists(notes))
        {
            Line(File.ReadAllText(notes).Trim());
            Line();
        }

        RooflineTable();
        Suite(nameof(FedAvgBenchmarks), "FedAvg of updates in memory", "Read is nothing but reading the updates, on all cores.");
        Suite(nameof(QuantisationBenchmarks), "Quantisation", "To the default format, range reported; and back.");
        Suite(
            nameof(RobustBenchmarks), "What robust rules are made of",
            "KrumDistances are all inner products of updates; NormClipping is norms and an average of scaled updates.");
        Suite(nameof(ServerStepBenchmarks), "Server steps", "In place, on a round's average.");
        Suite(
            nameof(StreamingBenchmarks), "Folding updates from files, in process",
            "Files in the page cache; ReadFiles is nothing but reading them into a block per core. Fold is what the library does;\n"
            + "FoldMapped reads mappings in place, which stay in memory until its end; FoldMappedBounded gives pages back block by block.");
        Fold();
        string path = Path.Combine(folder, "learning.md");
        AtomicFile.WriteAllText(path, _text.ToString().TrimEnd() + "\n");
        return path;
    }

    private void Conditions()
    {
        Machine machine = results.Machine;
        Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{machine.Processor}, {machine.Cores} cores, {machine.MemoryGiB} GiB, {machine.InstructionSet}; {machine.System}; "
            + $"{machine.Runtime}. Beside {Peer.Version ?? "no peer"}. "
            + $"GPU: {(Gpus.Found.Count > 0 ? string.Join(", ", Gpus.Found) : "none was at hand")}."));
        if (results.Pieces.Count > 0)
        {
            int quick = results.Pieces.Count(piece => piece.Quick);
            Line(string.Create(
                CultureInfo.InvariantCulture,
                $"Commit {string.Join(", ", results.Pieces.Select(piece => piece.Commit).Distinct())}, "
                + $"{results.Pieces.Min(piece => piece.Date):yyyy-MM-dd HH:mm} to {results.Pieces.Max(piece => piece.Date):HH:mm} UTC; "
                + $"{results.Pieces.Count} pieces, {quick} of them with few samples (`--quick`)."));
        }

        Line("Every piece is a process in which its operations and the roofline take turns of some hundredths of a second, round after");
        Line("round: reading and copying memory, an operation, reading and copying again, the next operation. A fraction is of the");
        Line("faster of the two readings around it; what is shown is the median of the rounds, in brackets the smallest and the largest.");
        Line("Times are medians, too. Why, and how to measure again: [bench/README.md](../README.md). Every round is in");
        Line("[learning.json](learning.json).");
        Line();
    }

    private void Targets()
    {
        IReadOnlyList<Target> targets = LearningTargets.Of(_figures, results);
        int measured = targets.Count(t => t.Measured is not null);
        Line($"## Targets: {targets.Count(t => t.Measured is not null && t.Met)} met of {measured} measured, {targets.Count} in all");
        Line();
        var table = new MarkdownTable("work", "target", "measured", "met");
        foreach (Target target in targets)
        {
            string met = target.Measured is null ? "not measured" : target.Met ? "yes" : "**no**";
            table.Row(target.Work, target.Goal, target.Measured ?? target.Absence ?? "-", met);
        }

        table.WriteTo(_text);
    }

    private void RooflineTable()
    {
        (string Name, MachineRoofline Roofline)[] measured =
        [
            .. results.Pieces.Select(piece => (piece.Name, Rooflines.Of(piece.Measurements)))
                .Where(piece => piece.Item2 is not null).Select(piece => (piece.Name, piece.Item2!)),
        ];
        if (measured.Length == 0) return;
        MachineRoofline first = measured[0].Roofline;
        Line("## Roofline");
        Line();
        Line("Before the rounds of each piece: best of many repetitions, in brackets the median. GB/s as STREAM counts bytes, arrays of");
        Line($"{first.ArrayBytes >> 20} MiB, all cores ({first.Cores}) or one; the last cache has {first.CacheBytes >> 20} MiB.");
        Line($"Products of 32-bit integers added to 64-bit sums ({first.MultiplyAddWith}) in billions a second.");
        Line("Fractions are of the rounds' own readings, not of these.");
        Line();
        var table = new MarkdownTable("piece", "read", "read, one core", "copy", "triad", "multiply-add", "multiply-add, one core");
        foreach ((string name, MachineRoofline r) in measured)
            table.Row(name, Of(r.Read), Of(r.ReadOneCore), Of(r.Copy), Of(r.Triad), Of(r.MultiplyAdd), Of(r.MultiplyAddOneCore));
        table.WriteTo(_text);

        static string Of(Rate rate) => string.Create(CultureInfo.InvariantCulture, $"{rate.Best / 1e9:F1} ({rate.Median / 1e9:F1})");
    }

    private void Suite(string suite, string title, string about)
    {
        LearningFigure[] figures = [.. _figures.All.Where(f => f.Suite == suite)];
        if (figures.Length == 0) return;
        bool peers = figures.Any(f => _figures.Peers(f).Count > 0);
        bool products = figures.Any(f => f.Work.MultiplyAdds > 0);
        string? beside = suite switch
        {
            nameof(RobustBenchmarks) => nameof(RobustBenchmarks.FedAvg),
            nameof(StreamingBenchmarks) => nameof(StreamingBenchmarks.ReadFiles),
            _ => null,
        };
        Line($"## {title}");
        Line();
        Line(about);
        if (figures.FirstOrDefault(f => UpdatePool.Overlap(f.Providers, f.Parameters)) is { } shared && suite == nameof(FedAvgBenchmarks))
        {
            Line($"The updates of {shared.Providers} x {Size(shared.Parameters)} are overlapping windows of "
                + $"{UpdatePool.MostBytes >> 30} GiB, far apart, as memory does not hold them all.");
        }

        if (figures.Any(f => f.InCache is "yes" or "partly"))
        {
            Line("*In cache* says whether what an operation reads and writes fits the last cache (yes), is less than eight times as much");
            Line("(partly) or more (no). From twice the cache on, the roofline's arrays are of the same size, and in the cache as much.");
            Line("Below, they are of the size that no cache holds, and the fraction says how fast an operation is, not how well it uses");
            Line("memory: compare with Read of the same updates where there is one.");
        }

        Line();
        string[] heads =
        [
            "operation", "n", "d", "in cache", "time", "GB/s", "of read bandwidth", "of copy bandwidth",
            .. products ? ["of multiply-add peak"] : Array.Empty<string>(),
            .. beside is not null ? [$"times {beside}"] : Array.Empty<string>(),
            .. peers ? ["x libtorch"] : Array.Empty<string>(),
        ];
        var table = new MarkdownTable(heads);
        foreach (LearningFigure f in figures)
        {
            List<string> cells =
            [
                f.Variant.Length > 0 ? $"{f.Method}, {f.Variant}" : f.Method,
                f.Providers > 1 ? $"{f.Providers}" : "-", Size(f.Parameters), f.InCache, Text.Time(1000 * f.Seconds),
                Fractions.Gigabytes(f.Work.Bytes / f.Seconds), f.OfRead.Percent(), f.Work.BytesWritten > 0 ? f.OfCopy.Percent() : "-",
            ];
            if (products) cells.Add(f.Work.MultiplyAdds > 0 ? f.OfMultiplyAdd.Percent() : "-");
            if (beside is not null) cells.Add(Text.Ratio(_figures.Beside(f, beside)?.Against([f])?.Median));
            if (peers) cells.Add(Text.Ratio(f.Against(_figures.Peers(f))?.Median));
            table.Row([.. cells]);
        }

        table.WriteTo(_text);
    }

    private void Fold()
    {
        Measurement? time = results.Measurements.FirstOrDefault(m => m is { Subject: FoldPiece.Subject, Work: Works.Aggregate });
        Measurement? peak = results.Measurements.FirstOrDefault(m => m is { Subject: FoldPiece.Subject, Work: Works.Peak });
        if (time is null || peak is null) return;
        Line("## Folding files");
        Line();
        Line("`flzk aggregate --device cpu` from its start to its end, files in the page cache; its largest resident set (VmHWM), mapped");
        Line("files included. The 512 files are eight under 64 names each.");
        Line();
        new MarkdownTable("work", "time", "GB/s", "peak memory")
            .Row(
                FoldPiece.Subject, Text.Time(time.Median),
                Fractions.Gigabytes((double)sizeof(int) * FoldPiece.Providers * FoldPiece.Parameters / (time.Median / 1000)),
                Text.Memory(peak.Median))
            .WriteTo(_text);
    }

    private static string Size(int parameters) => parameters >= 1 << 20 ? $"{parameters >> 20}M" : $"{parameters >> 10}k";

    private void Line(string line = "") => _text.Append(line).Append('\n');
}
