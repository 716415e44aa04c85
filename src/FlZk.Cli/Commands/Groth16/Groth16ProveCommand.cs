using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FlZk.Cli.Hosting;
using FlZk.Groth16;
using Spectre.Console;

namespace FlZk.Cli.Commands.Groth16;

/// <summary><c>flzk groth16 prove</c>: any circom circuit, snarkjs's files in and out.</summary>
internal sealed class Groth16ProveCommand : CliCommand
{
    private readonly Option<string> _zkey = new("--zkey") { Description = "The proving key (.zkey).", HelpName = "FILE", Required = true };
    private readonly Option<string> _wtns = new("--wtns") { Description = "The witness (.wtns).", HelpName = "FILE", Required = true };
    private readonly Option<string> _proof =
        new("--proof") { Description = "Receives the proof (JSON of snarkjs).", HelpName = "FILE", Required = true };
    private readonly Option<string> _public =
        new("--public") { Description = "Receives the public signals (JSON of snarkjs).", HelpName = "FILE", Required = true };
    private readonly Option<string> _backend = BackendOption.Create();

    public Groth16ProveCommand()
        : base(
            "prove",
            "Prove any circom circuit; the proof is verified before it is written.",
            "flzk groth16 prove --zkey circuit.zkey --wtns witness.wtns --proof proof.json --public public.json",
            "flzk groth16 prove --zkey circuit.zkey --wtns witness.wtns --proof proof.json --public public.json --backend snarkjs --json")
    {
        Add(_zkey);
        Add(_wtns);
        Add(_proof);
        Add(_public);
        Add(_backend);
    }

    public override async Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        string zkey = parsed.GetRequiredValue(_zkey), proofFile = parsed.GetRequiredValue(_proof),
            publicFile = parsed.GetRequiredValue(_public);
        string backend = parsed.GetRequiredValue(_backend);
        IGroth16Prover prover = BackendOption.Open(backend);
        long start = Stopwatch.GetTimestamp();
        ProvingKey key = ProvingKey.Read(zkey, output.Progress, cancellation);
        Witness witness = Witness.Read(parsed.GetRequiredValue(_wtns), cancellation);
        double loadMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        start = Stopwatch.GetTimestamp();
        Proof proof = await prover.ProveAsync(zkey, key, witness, output.Progress, cancellation).ConfigureAwait(false);
        double proveMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        proof.WriteJson(proofFile);
        PublicSignals.WriteJson(publicFile, witness.PublicSignals(key.PublicCount).Span);
        var result = new { proof = proofFile, @public = publicFile, backend, key.Origin, key.DomainSize, key.PublicCount, loadMs, proveMs };
        output.Result(result, console => console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{proofFile}: proved and verified in {proveMs:F0} ms with {backend} (key read in {loadMs:F0} ms, domain {key.DomainSize:N0}, "
            + $"{key.PublicCount:N0} public signals)")));
        return ExitCode.Ok;
    }
}
