using System.Globalization;
using System.Text;
using FlZk.Bench.Circuits;
using FlZk.Bench.Curves;
using FlZk.Bench.Fields;
using FlZk.Bench.Proving;
using FlZk.Bench.Report.Probes;
using FlZk.Platform.Files;

namespace FlZk.Bench.Report.Rendering;

/// <summary>groth16.md and its charts.</summary>
internal sealed class MarkdownReport(Results results)
{
    private const string ChartFolder = "charts";
    private readonly Figures _figures = new(results);
    private readonly StringBuilder _text = new();

    /// <summary>Writes everything into a folder; returns the report's path.</summary>
    public string Write(string folder)
    {
        (string File, string Svg)[] charts = [.. new Charts(_figures).All()];
        foreach ((string file, string svg) in charts) AtomicFile.WriteAllText(Path.Combine(folder, ChartFolder, file), svg);

        Line("# Groth16: measured");
        Line();
        Conditions();
        Targets();
        Notes(folder);
        Chart(charts, "speed.svg");
        Proofs();
        Chart(charts, "time.svg");
        Phases();
        Chart(charts, "phases.svg");
        Memory();
        Chart(charts, "memory.svg");
        Others();
        Operations();
        Chart(charts, "sums.svg");
        string path = Path.Combine(folder, "groth16.md");
        AtomicFile.WriteAllText(path, _text.ToString().TrimEnd() + "\n");
        return path;
    }

    private void Conditions()
    {
        Machine machine = results.Machine;
        Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{machine.Processor}, {machine.Cores} cores, {machine.MemoryGiB} GiB, {machine.InstructionSet}; {machine.System}; "
            + $"{machine.Runtime}. Beside {string.Join(", ", machine.Compared.Select(p => $"{p.Key} {p.Value}"))}."));
        string[] commits = [.. results.Pieces.Select(piece => piece.Commit).Distinct()];
        DateTime[] dates = [.. results.Pieces.Select(piece => piece.Date)];
        if (dates.Length > 0)
        {
            int quick = results.Pieces.Count(piece => piece.Quick);
            Line(string.Create(
                CultureInfo.InvariantCulture,
                $"Commit {string.Join(", ", commits)}, {dates.Min():yyyy-MM-dd HH:mm} to {dates.Max():yyyy-MM-dd HH:mm} UTC; "
                + $"{results.Pieces.Count} pieces in {results.Pieces.Sum(piece => piece.Seconds) / 60:F0} minutes"
                + $"{(quick > 0 ? $", {quick} of them with few samples (`--quick`)" : string.Empty)}."));
        }

        Line("Times are medians; provers take turns on the same files, so that what else the machine does hits all alike. Every sample is");
        Line("in [groth16.json](groth16.json). Again with `dotnet run -c Release --project bench/FlZk.Bench -- report`;");
        Line("see [bench/README.md](../README.md).");
        Line();
    }

    private void Targets()
    {
        IReadOnlyList<Target> targets = TargetList.Of(_figures);
        Line($"## Targets: {targets.Count(t => t.Measured is not null && t.Met)} of {targets.Count} met");
        Line();
        var table = new MarkdownTable("work", "target", "measured", "met");
        foreach (Target target in targets)
        {
            string met = target.Measured is null ? "not measured" : target.Met ? "yes" : "**no**";
            table.Row(target.Work, target.Goal, target.Measured ?? "-", met);
        }

        table.WriteTo(_text);
        BenchCircuit[] missed = [.. BenchCircuits.Proved.Where(c => targets.Any(t => t.IsMissedOn(c)))];
        if (missed.Length > 0)
        {
            Line("Where the time goes in proofs that miss a target (warm, one core; all phases below):");
            Line();
            foreach (BenchCircuit circuit in missed) Line($"- {circuit.Title}: {Profile(circuit)}");
            Line();
        }

        Line("GPU kernels have no target yet. Gas is from the contracts' own tests (`contracts/snapshots/round.json`).");
        Line();
    }

    /// <summary>The phases that take most of a proof.</summary>
    private string Profile(BenchCircuit circuit)
    {
        (string Name, double Time)[] phases =
        [
            .. Charts.PhaseNames(_figures, [circuit])
                .Select(phase => (phase, Charts.Phase(_figures, circuit, phase) ?? 0))
                .OrderByDescending(phase => phase.Item2),
        ];
        double all = phases.Sum(phase => phase.Time);
        const int Shown = 4;
        return phases.Length == 0
            ? "not measured"
            : string.Join(", ", phases.Take(Shown).Select(phase => string.Create(
                CultureInfo.InvariantCulture, $"{phase.Name} {100 * phase.Time / all:F0}%"))) + ".";
    }

    /// <summary>What is to be said in prose: of targets that are missed, and what is to be done about them.</summary>
    private void Notes(string folder)
    {
        string notes = Path.Combine(folder, "notes.md");
        if (!File.Exists(notes)) return;
        Line(File.ReadAllText(notes).Trim());
        Line();
    }

    private void Proofs()
    {
        Line("## Proofs");
        Line();
        Line("`warm`: the key is loaded and the code compiled; the proof is verified within the time. `cold`: `flzk groth16 prove` from");
        Line("start to end of its process, with what it keeps beside the key on disk, and without. rapidsnark and snarkjs are processes.");
        Line("Ratios are of the same run: how many times as long the other takes.");
        Line();
        string best = _figures.BestTier;
        var table = new MarkdownTable(
            "circuit", "warm", "cold", "cold, no cache", "rapidsnark", "snarkjs", "rapidsnark / warm", "rapidsnark / cold",
            "snarkjs / warm");
        var tiers = new MarkdownTable(
            "circuit", $"{best}, all cores", "one core", "ratio", "rapidsnark, one core", "AVX2", "rapidsnark / AVX2", "scalar");
        foreach (BenchCircuit circuit in BenchCircuits.Proved)
        {
            double? warm = _figures.FlZk(circuit, Modes.Warm), cold = _figures.FlZk(circuit, Modes.Cold);
            double? rapidsnark = _figures.Other(circuit, Programs.Rapidsnark), snarkjs = _figures.Other(circuit, Programs.Snarkjs);
            if (warm is null && snarkjs is null) continue;
            table.Row(
                circuit.Title,
                Text.Time(warm),
                Text.Time(cold),
                Text.Time(_figures.FlZk(circuit, Modes.ColdWithoutCache)),
                Text.Time(rapidsnark),
                Text.Time(snarkjs),
                Text.Ratio(rapidsnark / warm),
                Text.Ratio(rapidsnark / cold),
                Text.Ratio(snarkjs / warm));
            double? one = _figures.FlZk(circuit, Modes.Warm, cores: 1), avx2 = _figures.FlZk(circuit, Modes.Warm, "AVX2");
            tiers.Row(
                circuit.Title,
                Text.Time(warm),
                Text.Time(one),
                Text.Ratio(one / warm),
                Text.Time(_figures.Other(circuit, Programs.Rapidsnark, 1)),
                Text.Time(avx2),
                Text.Ratio(rapidsnark / avx2),
                Text.Time(_figures.FlZk(circuit, Modes.Warm, "scalar")));
        }

        table.WriteTo(_text);
        Line("The same, warm, by cores and instruction sets (`DOTNET_EnableAVX512=0`, `DOTNET_EnableAVX2=0`):");
        Line();
        tiers.WriteTo(_text);
    }

    private void Phases()
    {
        Line("## Where the time goes");
        Line();
        Line("Phases on one core, where they run one after the other; on several they overlap.");
        Line();
        BenchCircuit[] circuits = [.. BenchCircuits.Proved.Where(c => _figures.FlZk(c, Modes.Warm) is not null)];
        var table = new MarkdownTable(["phase of a warm proof, one core", .. circuits.Select(circuit => circuit.Title)]);
        foreach (string phase in Charts.PhaseNames(_figures, circuits))
            table.Row([phase, .. circuits.Select(c => Text.Time(Charts.Phase(_figures, c, phase)))]);
        table.Row(["whole proof, one core", .. circuits.Select(c => Text.Time(_figures.FlZk(c, Modes.Warm, cores: 1)))]);
        table.Row(["whole proof, all cores", .. circuits.Select(c => Text.Time(_figures.FlZk(c, Modes.Warm)))]);
        table.WriteTo(_text);

        var once = new MarkdownTable(["before the first proof, all cores", .. circuits.Select(circuit => circuit.Title)]);
        string Of(BenchCircuit circuit, string work, string? detail = null) =>
            Text.Time(_figures.Find(circuit.Name, work, Programs.FlZk, tier: _figures.BestTier, detail: detail)?.Median);
        once.Row(["opening the key, first time", .. circuits.Select(c => Of(c, Works.Load, Modes.ColdWithoutCache))]);
        once.Row(["opening the key, converted", .. circuits.Select(c => Of(c, Works.Load))]);
        once.Row(["reading the witness (.wtns)", .. circuits.Select(c => Of(c, Works.ReadWitness))]);
        once.Row(["first proof", .. circuits.Select(c => Text.Time(_figures.FlZk(c, Modes.First)))]);
        once.WriteTo(_text);
    }

    private void Memory()
    {
        Line("## Peak memory");
        Line();
        Line("The largest resident set of each process (VmHWM), mapped files included.");
        Line();
        var table = new MarkdownTable("circuit", "FlZk cold", "FlZk warm", "rapidsnark", "snarkjs", "FlZk cold / rapidsnark");
        foreach (BenchCircuit circuit in BenchCircuits.Proved)
        {
            double? cold = _figures.Peak(circuit, Programs.FlZk, Modes.Cold);
            double? rapidsnark = _figures.Peak(circuit, Programs.Rapidsnark, Modes.Cold);
            if (cold is null && rapidsnark is null) continue;
            table.Row(
                circuit.Title,
                Text.Memory(cold),
                Text.Memory(_figures.Peak(circuit, Programs.FlZk, Modes.Warm)),
                Text.Memory(rapidsnark),
                Text.Memory(_figures.Peak(circuit, Programs.Snarkjs, Modes.Cold)),
                Text.Ratio(cold / rapidsnark));
        }

        table.WriteTo(_text);
    }

    private void Others()
    {
        Line("## Witness, setup, commitment, link");
        Line();
        var table = new MarkdownTable("work", "time", "samples");
        void Row(string title, Measurement? m)
        {
            if (m is not null) table.Row(title, Text.Time(m.Median), Text.Count(m.Samples.Count));
        }

        string large = BenchCircuits.LargeChunk.Name, best = _figures.BestTier;
        string witness = $"witness, {BenchCircuits.LargeChunk.Title}";
        Row($"{witness}: circom's program on Node.js", _figures.Find(large, Works.Witness, Programs.CircomOnNode, Modes.Cold));
        Row($"{witness}: FlZk, a process as well", _figures.Find(large, Works.Witness, Programs.FlZk, Modes.Cold, best));
        Row($"{witness}: FlZk, inputs at hand", _figures.Find(large, Works.Witness, Programs.FlZk, Modes.Warm, best));
        Row($"{witness}: circom's program in FlZk's process", _figures.Find(large, Works.Witness, Programs.CircomInProcess, Modes.Warm));
        Row(
            $"development key, {BenchCircuits.Largest.Title}, .r1cs to .zkey",
            _figures.Find(BenchCircuits.Largest.Name, Works.Setup, Programs.FlZk, tier: best));
        Row($"commitment to {CommitProbe.Subject}", _figures.Find(CommitProbe.Subject, Works.Commit, Programs.FlZk, tier: best));
        Row(
            "its generators from the cache on disk",
            _figures.Find(CommitProbe.Subject, Works.Load, Programs.FlZk, tier: best, detail: CommitProbe.Generators));
        foreach (string work in (string[])[Works.Witness, Works.Prove, Works.Link, Works.Verify])
        {
            Row(
                $"statement of one chunk, {BenchCircuits.Chunk.Title}: {work}",
                _figures.Find(BenchCircuits.Chunk.Name, work, Programs.FlZk, tier: best, detail: LinkProbe.Statement));
        }

        if (table.RowCount > 0) table.WriteTo(_text);
        else Line("Not measured.");
    }

    private void Operations()
    {
        Line("## Operations");
        Line();
        Line("BenchmarkDotNet, in one process per instruction set; all cores where an operation uses more than one.");
        Line();
        (Type Suite, string Title)[] suites =
        [
            (typeof(FieldBenchmarks), "Base field, scalar code, dependent chain"),
            (typeof(CurveBenchmarks), "Curves; fixed base: per multiple"),
            (typeof(SumInG1Benchmarks), "Multi-scalar multiplication in G1"),
            (typeof(SumInG2Benchmarks), "Multi-scalar multiplication in G2"),
            (typeof(NumberTheoreticTransformBenchmarks), "Number-theoretic transforms"),
            (typeof(PairingBenchmarks), "Products of pairings"),
            (typeof(VerificationBenchmarks), "Verification, one public signal"),
        ];
        foreach ((Type suite, string title) in suites)
        {
            string[] operations =
                [.. _figures.Of(suite.Name, Works.Operation).Select(m => m.Detail!).Distinct()];
            if (operations.Length == 0) continue;
            Line($"### {title}");
            Line();
            var table = new MarkdownTable(["operation", .. _figures.Tiers]);
            foreach (string operation in operations)
            {
                string name = operation
                    .Replace(" LogSize=", ", 2^", StringComparison.Ordinal)
                    .Replace(" Pairs=", ", ", StringComparison.Ordinal);
                table.Row([name, .. _figures.Tiers.Select(tier => Text.Nanoseconds(_figures.Operation(suite.Name, operation, tier)))]);
            }

            table.WriteTo(_text);
        }
    }

    private void Chart((string File, string Svg)[] charts, string file)
    {
        if (!charts.Any(chart => chart.File == file)) return;
        Line($"![{Path.GetFileNameWithoutExtension(file)}]({ChartFolder}/{file})");
        Line();
    }

    private void Line(string line = "") => _text.Append(line).Append('\n');
}
