using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using FlZk.Circuits.Witnesses;
using FlZk.Cli.Hosting;
using FlZk.Groth16;
using Spectre.Console;

namespace FlZk.Cli.Commands.Groth16;

/// <summary><c>flzk groth16 prove</c>: any circom circuit, snarkjs's files in and out.</summary>
internal sealed class Groth16ProveCommand : CliCommand
{
    private readonly Option<string> _zkey = new("--zkey") { Description = "The proving key (.zkey).", HelpName = "FILE", Required = true };
    private readonly Option<string?> _wtns = new("--wtns") { Description = "The witness (.wtns).", HelpName = "FILE" };
    private readonly Option<string?> _wasm = new("--wasm")
    {
        Description = "In place of --wtns: circom's witness program (.wasm), run on --input.",
        HelpName = "FILE",
    };
    private readonly Option<string?> _input =
        new("--input") { Description = "The circuit's inputs (JSON), for --wasm.", HelpName = "FILE" };
    private readonly Option<string> _proof =
        new("--proof") { Description = "Receives the proof (JSON of snarkjs).", HelpName = "FILE", Required = true };
    private readonly Option<string> _public =
        new("--public") { Description = "Receives the public signals (JSON of snarkjs).", HelpName = "FILE", Required = true };
    private readonly Option<string> _backend = BackendOption.Create();
    private readonly Option<int> _threads = ThreadsOption.Create();
    private readonly Option<bool> _noCache = new("--no-cache")
    {
        Description = "Neither use nor leave the converted form of the key beside it (CIRCUIT.zkey.*.flzkkey).",
    };

    public Groth16ProveCommand()
        : base(
            "prove",
            "Prove any circom circuit; the proof is verified before it is written.",
            "flzk groth16 prove --zkey circuit.zkey --wtns witness.wtns --proof proof.json --public public.json",
            "flzk groth16 prove --zkey circuit.zkey --wasm circuit.wasm --input input.json --proof proof.json --public public.json",
            "flzk groth16 prove --zkey circuit.zkey --wtns witness.wtns --proof proof.json --public public.json --threads 1 --json t.json",
            "flzk groth16 prove --zkey circuit.zkey --wtns witness.wtns --proof proof.json --public public.json --backend snarkjs --json")
    {
        Add(_zkey);
        Add(_wtns);
        Add(_wasm);
        Add(_input);
        Add(_proof);
        Add(_public);
        Add(_backend);
        Add(_threads);
        Add(_noCache);
        Writes(_proof, _public);
        Validators.Add(Validate);
    }

    public override async Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        string zkey = parsed.GetRequiredValue(_zkey), proofFile = parsed.GetRequiredValue(_proof),
            publicFile = parsed.GetRequiredValue(_public);
        string backend = parsed.GetRequiredValue(_backend);
        IGroth16Prover prover = BackendOption.Open(backend);
        bool isNative = prover is NativeProver, usesConverted = isNative && !parsed.GetValue(_noCache);
        int threads = parsed.GetValue(_threads);
        long start = Stopwatch.GetTimestamp();

        // Key, witness and the code itself are got ready side by side.
        Task warm = isNative && threads != 1 ? Task.Run(NativeProver.WarmUp, cancellation) : Task.CompletedTask;
        Task<(Witness Witness, double Milliseconds)> reading = ReadWitnessAsync(parsed, cancellation);
        using ProvingKey key = ProvingKey.Open(
            zkey,
            new ProvingKeyOptions { Memory = KeyMemory.Mapped, UseConverted = usesConverted, MaximumThreads = threads },
            output.Progress,
            cancellation);
        double loadMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        (Witness witness, double witnessMs) = await reading.ConfigureAwait(false);
        await warm.ConfigureAwait(false);

        long proving = Stopwatch.GetTimestamp();
        ProvingResult? native = null;
        Proof proof;
        if (isNative)
        {
            var options = new ProvingOptions { MaximumThreads = threads, Progress = output.Progress };
            native = await Task.Run(() => NativeProver.Prove(key, witness, options, cancellation), cancellation).ConfigureAwait(false);
            proof = native.Proof;
        }
        else
        {
            proof = await prover.ProveAsync(zkey, key, witness, output.Progress, cancellation).ConfigureAwait(false);
        }

        double proveMs = Stopwatch.GetElapsedTime(proving).TotalMilliseconds;
        proof.WriteJson(proofFile);
        PublicSignals.WriteJson(publicFile, witness.PublicSignals(key.PublicCount).Span);
        var report = ProvingReport.From(
            proofFile, publicFile, backend, key, native, loadMs, witnessMs, proveMs, Stopwatch.GetElapsedTime(start));
        output.Result(report, console => console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{proofFile}: proved and verified in {proveMs:F0} ms with {backend} (key opened in {loadMs:F0} ms"
            + $"{(key.IsFromConverted ? " by its converted form" : string.Empty)}, domain {key.DomainSize:N0}, "
            + $"{key.PublicCount:N0} public signals)")));

        // Only now, when nobody waits for a proof any more.
        if (usesConverted) key.SaveConverted(cancellation);
        return ExitCode.Ok;
    }

    private void Validate(CommandResult command)
    {
        bool hasWitness = command.GetResult(_wtns) is not null;
        bool hasProgram = command.GetResult(_wasm) is not null, hasInput = command.GetResult(_input) is not null;
        if (hasWitness == hasProgram || hasProgram != hasInput) command.AddError("Give either --wtns, or --wasm together with --input.");
    }

    private Task<(Witness Witness, double Milliseconds)> ReadWitnessAsync(ParseResult parsed, CancellationToken cancellation) => Task.Run(
        async () =>
        {
            long start = Stopwatch.GetTimestamp();
            Witness witness;
            if (parsed.GetValue(_wtns) is { } file)
            {
                witness = Witness.Read(file, cancellation);
            }
            else
            {
                using WasmWitnessGenerator generator = WasmWitnessGenerator.Open(parsed.GetRequiredValue(_wasm!)!);
                CircuitInputs inputs = InputFile.Read(parsed.GetRequiredValue(_input!)!);
                try
                {
                    witness = await generator.GenerateAsync(inputs, cancellation).ConfigureAwait(false);
                }
                catch (ArgumentException mismatch)
                {
                    throw new FlZk.Platform.Files.FileFormatException(parsed.GetRequiredValue(_input!)!, mismatch.Message, inner: mismatch);
                }
            }

            return (witness, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        },
        cancellation);
}
