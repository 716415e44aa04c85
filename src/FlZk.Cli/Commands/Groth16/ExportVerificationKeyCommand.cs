using System.CommandLine;
using FlZk.Cli.Hosting;
using FlZk.Groth16;
using Spectre.Console;

namespace FlZk.Cli.Commands.Groth16;

/// <summary><c>flzk groth16 export verificationkey</c>.</summary>
internal sealed class ExportVerificationKeyCommand : CliCommand
{
    private readonly Option<string> _zkey = new("--zkey") { Description = "The proving key (.zkey).", HelpName = "FILE", Required = true };
    private readonly Option<string> _vkey =
        new("--vkey") { Description = "Receives the verification key (JSON of snarkjs).", HelpName = "FILE", Required = true };

    public ExportVerificationKeyCommand()
        : base(
            "verificationkey",
            "Write the verification key of a proving key.",
            "flzk groth16 export verificationkey --zkey circuit.zkey --vkey verification_key.json")
    {
        Add(_zkey);
        Add(_vkey);
        Writes(_vkey);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        ProvingKeyHeader header = ProvingKey.ReadHeader(parsed.GetRequiredValue(_zkey));
        KeyInspection.RequireSound(header);
        string vkey = parsed.GetRequiredValue(_vkey);
        header.VerificationKey.WriteJson(vkey);
        output.Result(
            new { vkey, publicSignals = header.PublicCount, header.Origin },
            console => console.WriteLine($"{vkey}: verification key for {header.PublicCount} public signals"));
        return Task.FromResult(ExitCode.Ok);
    }
}
