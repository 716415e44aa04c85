using System.CommandLine;
using FlZk.Bn254;
using FlZk.Cli.Hosting;
using FlZk.Groth16;
using Spectre.Console;

namespace FlZk.Cli.Commands.Groth16;

/// <summary><c>flzk groth16 export solidity-calldata</c>.</summary>
internal sealed class ExportSolidityCalldataCommand : CliCommand
{
    private readonly Option<string> _proof =
        new("--proof") { Description = "The proof (JSON of snarkjs).", HelpName = "FILE", Required = true };
    private readonly Option<string> _public =
        new("--public") { Description = "The public signals (JSON of snarkjs).", HelpName = "FILE", Required = true };

    public ExportSolidityCalldataCommand()
        : base(
            "solidity-calldata",
            "Print a proof as the arguments of a verifier contract exported by snarkjs.",
            "flzk groth16 export solidity-calldata --proof proof.json --public public.json")
    {
        Add(_proof);
        Add(_public);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        Proof proof = Proof.ReadJson(parsed.GetRequiredValue(_proof));
        Fr[] signals = PublicSignals.ReadJson(parsed.GetRequiredValue(_public));
        string calldata = SolidityCalldata.From(proof, signals);
        output.Result(new { calldata }, console => console.Profile.Out.Writer.WriteLine(calldata));
        return Task.FromResult(ExitCode.Ok);
    }
}
