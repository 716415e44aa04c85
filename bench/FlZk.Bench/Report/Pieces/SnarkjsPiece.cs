using FlZk.Bench.Circuits;
using FlZk.Bench.Report.Processes;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Platform.Node;

namespace FlZk.Bench.Report.Pieces;

/// <summary>snarkjs on the same files; and snarkjs's verdict on a proof of FlZk.</summary>
internal sealed class SnarkjsPiece(BenchCircuit circuit) : IReportPiece
{
    private BenchFiles _files = null!;

    public string Name => $"snarkjs/{circuit.Name}";

    public async Task PrepareAsync(ReportContext context, CancellationToken cancellation)
    {
        await NodePackages.EnsureRestoredAsync(ProjectLayout.Circuits, null, cancellation).ConfigureAwait(false);
        _files = await context.Workshop.EnsureAsync(circuit, cancellation).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(ReportContext context, CancellationToken cancellation)
    {
        int rounds = context.SamplesOr(quick: 1, standard: 3);
        string proof = context.ScratchFile("proof.json"), publicSignals = context.ScratchFile("public.json");
        var samples = new SampleBook();
        for (int round = 0; round < rounds; round++)
        {
            ProcessMeasurement run = await SnarkjsAsync(
                cancellation, "groth16", "prove", _files.ProvingKey, _files.Witness, proof, publicSignals).ConfigureAwait(false);
            samples.Add(Of(Works.Prove, "ms"), run.Milliseconds);
            samples.Add(Of(Works.Peak, "MiB"), run.PeakMiB);
        }

        string verificationKey = context.ScratchFile("verification_key.json");
        AtomicFile.WriteAllText(verificationKey, ProvingKey.ReadHeader(_files.ProvingKey).VerificationKey.ToJson());
        await MeasuredProcess.RunAsync(
            FlZkProgram.Path,
            ["groth16", "prove", "--zkey", _files.ProvingKey, "--wtns", _files.Witness, "--proof", proof, "--public", publicSignals],
            cancellation: cancellation).ConfigureAwait(false);
        ProcessMeasurement verified = await SnarkjsAsync(
            cancellation, "groth16", "verify", verificationKey, publicSignals, proof).ConfigureAwait(false);
        samples.Add(Of(Works.Verify, "ms"), verified.Milliseconds);
        return samples.Measurements;
    }

    // A verdict of "invalid" is an exit code, which is an exception.
    private static Task<ProcessMeasurement> SnarkjsAsync(CancellationToken cancellation, params string[] arguments) =>
        MeasuredProcess.RunAsync("node", [ComparedPrograms.Snarkjs, .. arguments], cancellation: cancellation);

    private Measurement Of(string work, string unit) => new(circuit.Name, work, Programs.Snarkjs, unit, []) { Mode = Modes.Cold };
}
