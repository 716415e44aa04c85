using FlZk.Bench.Circuits;
using FlZk.Bench.Report.Probes;
using FlZk.Bench.Report.Processes;

namespace FlZk.Bench.Report.Pieces;

/// <summary>The witness of federated averaging with 2^20 rows: circom's own generator under Node.js against this project's.</summary>
internal sealed class WitnessPiece(BenchCircuit circuit) : IReportPiece
{
    private BenchFiles _files = null!;

    public string Name => $"witness/{circuit.Name}";

    public async Task PrepareAsync(ReportContext context, CancellationToken cancellation) =>
        _files = await context.Workshop.EnsureAsync(circuit, cancellation).ConfigureAwait(false);

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(ReportContext context, CancellationToken cancellation)
    {
        int rounds = context.SamplesOr(quick: 3, standard: 9);
        string scratch = context.ScratchFile("witness.wtns");
        var samples = new SampleBook();
        string script = Path.Combine(Path.GetDirectoryName(_files.WitnessProgram)!, "generate_witness.js");
        var witness = new Measurement(circuit.Name, Works.Witness, string.Empty, "ms", []) { Mode = Modes.Cold };
        for (int round = 0; round < rounds; round++)
        {
            Add(Programs.CircomOnNode, await MeasuredProcess.RunAsync(
                "node", [script, _files.WitnessProgram, _files.Inputs, scratch], cancellation: cancellation).ConfigureAwait(false));
            Add(Programs.FlZk, await MeasuredProcess.RunAsync(
                "dotnet",
                [
                    ProbeProcess.Program, ProbeProcess.Command, WitnessProbe.Name, WitnessProbe.FromFile, circuit.Name, _files.Inputs,
                    scratch,
                ],
                cancellation: cancellation).ConfigureAwait(false));
        }

        return
        [
            .. samples.Measurements,
            .. await ProbeProcess.RunAsync(WitnessProbe.Name, [circuit.Name, scratch, $"{rounds}"], Tier.Best, 0, cancellation)
                .ConfigureAwait(false),
        ];

        void Add(string program, ProcessMeasurement run)
        {
            Measurement key = witness with { Program = program, Tier = program == Programs.FlZk ? Tier.Best.Name : null };
            samples.Add(key, run.Milliseconds);
            samples.Add(key with { Work = Works.Peak, Unit = "MiB" }, run.PeakMiB);
        }
    }
}
