using FlZk.Bench.Circuits;
using FlZk.Bench.Report.Processes;
using FlZk.Groth16;

namespace FlZk.Bench.Report.Pieces;

/// <summary>Provers that are started for every proof: <c>flzk groth16 prove</c> and rapidsnark.</summary>
internal sealed class ColdRuns
{
    private readonly BenchCircuit _circuit;
    private readonly BenchFiles _files;
    private readonly SampleBook _samples;
    private readonly string _proof;
    private readonly string _public;

    public ColdRuns(BenchCircuit circuit, BenchFiles files, ReportContext context, SampleBook samples)
    {
        _circuit = circuit;
        _files = files;
        _samples = samples;
        _proof = context.ScratchFile("proof.json");
        _public = context.ScratchFile("public.json");

        // A name of its own for the key, so that what is kept beside a key begins empty.
        Key = context.ScratchFile($"{circuit.Name}.zkey");
        if (!File.Exists(Key)) File.CreateSymbolicLink(Key, files.ProvingKey);
    }

    /// <summary>The key under a name of its own, with nothing beside it to begin with.</summary>
    public string Key { get; }

    /// <summary>A proof without anything kept on disk; and one unmeasured, for what is kept to be there.</summary>
    public async Task FirstAsync(CancellationToken cancellation)
    {
        await FlZkAsync(Modes.ColdWithoutCache, 0, cancellation, "--no-cache").ConfigureAwait(false);
        await FlZkAsync(null, 0, cancellation).ConfigureAwait(false);
    }

    /// <summary>One proof by each.</summary>
    public async Task RoundAsync(bool oneCore, CancellationToken cancellation)
    {
        await FlZkAsync(Modes.Cold, 0, cancellation).ConfigureAwait(false);
        await RapidsnarkAsync(0, cancellation).ConfigureAwait(false);
        if (!oneCore) return;
        await FlZkAsync(Modes.Cold, 1, cancellation).ConfigureAwait(false);
        await RapidsnarkAsync(1, cancellation).ConfigureAwait(false);
    }

    private async Task FlZkAsync(string? mode, int cores, CancellationToken cancellation, params string[] more)
    {
        ProcessMeasurement run = await MeasuredProcess.RunAsync(
            FlZkProgram.Path,
            ["groth16", "prove", "--zkey", Key, "--wtns", _files.Witness, "--proof", _proof, "--public", _public, .. more],
            cores: cores,
            cancellation: cancellation).ConfigureAwait(false);
        if (mode is null) return;
        Add(Programs.FlZk, mode, cores, run);
    }

    private async Task RapidsnarkAsync(int cores, CancellationToken cancellation)
    {
        if (ComparedPrograms.Rapidsnark is not { } program) return;
        ProcessMeasurement run = await MeasuredProcess.RunAsync(
            program, [_files.ProvingKey, _files.Witness, _proof, _public], cores: cores, cancellation: cancellation).ConfigureAwait(false);
        RequireValid(program);
        Add(Programs.Rapidsnark, Modes.Cold, cores, run);
    }

    // A prover that is fast and wrong would make a fine chart.
    private void RequireValid(string program)
    {
        VerificationKey key = ProvingKey.ReadHeader(_files.ProvingKey).VerificationKey;
        if (!Verifier.Verify(key, PublicSignals.ReadJson(_public), Proof.ReadJson(_proof)))
            throw new InvalidOperationException($"{program} made a proof of {_circuit.Name} that does not verify.");
    }

    private void Add(string program, string mode, int cores, ProcessMeasurement run)
    {
        Measurement key = new(_circuit.Name, Works.Prove, program, "ms", [])
        {
            Mode = mode,
            Tier = program == Programs.FlZk ? Tier.Best.Name : null,
            Cores = cores > 0 ? cores : null,
        };
        _samples.Add(key, run.Milliseconds);
        _samples.Add(key with { Work = Works.Peak, Unit = "MiB" }, run.PeakMiB);
    }
}
