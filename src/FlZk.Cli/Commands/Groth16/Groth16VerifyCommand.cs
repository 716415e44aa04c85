using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FlZk.Cli.Hosting;
using FlZk.Groth16;
using Spectre.Console;

namespace FlZk.Cli.Commands.Groth16;

/// <summary><c>flzk groth16 verify</c>.</summary>
internal sealed class Groth16VerifyCommand : CliCommand
{
    private readonly Option<string> _vkey =
        new("--vkey") { Description = "The verification key (JSON of snarkjs).", HelpName = "FILE", Required = true };
    private readonly Option<string> _public =
        new("--public") { Description = "The public signals (JSON of snarkjs).", HelpName = "FILE", Required = true };
    private readonly Option<string> _proof =
        new("--proof") { Description = "The proof (JSON of snarkjs).", HelpName = "FILE", Required = true };

    public Groth16VerifyCommand()
        : base(
            "verify",
            "Verify a Groth16 proof; a key under which anyone can forge is refused.",
            "flzk groth16 verify --vkey circuit.vkey.json --public public.json --proof proof.json")
    {
        Add(_vkey);
        Add(_public);
        Add(_proof);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        VerificationKey key = VerificationKey.ReadJson(parsed.GetRequiredValue(_vkey));
        Bn254.Fr[] signals = PublicSignals.ReadJson(parsed.GetRequiredValue(_public));
        Proof proof = Proof.ReadJson(parsed.GetRequiredValue(_proof));
        long start = Stopwatch.GetTimestamp();
        bool valid = Verifier.Verify(key, signals, proof);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        string? reason = valid ? null
            : signals.Length != key.PublicCount ? $"the key takes {key.PublicCount} public signals, the file has {signals.Length}"
            : "the proof does not hold for these public signals under this key";
        output.Result(new { valid, reason, milliseconds }, console => console.WriteLine(valid
            ? string.Create(CultureInfo.InvariantCulture, $"valid ({milliseconds:F1} ms)")
            : $"INVALID: {reason}"));
        return Task.FromResult(valid ? ExitCode.Ok : ExitCode.NegativeVerdict);
    }
}
