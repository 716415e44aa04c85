using System.CommandLine;
using FlZk.Cli.Hosting;
using FlZk.Groth16;
using Spectre.Console;

namespace FlZk.Cli.Commands.Groth16;

/// <summary><c>flzk groth16 contribute</c>: one contribution to phase 2.</summary>
internal sealed class Groth16ContributeCommand : CliCommand
{
    private readonly Option<string> _zkey =
        new("--zkey", "--in") { Description = "The key so far (.zkey).", HelpName = "FILE", Required = true };
    private readonly Option<string> _output =
        new("--out") { Description = "Receives the key with one more contribution.", HelpName = "FILE", Required = true };
    private readonly Option<string> _name =
        new("--name") { Description = "Who contributes; public, up to 64 bytes.", HelpName = "NAME", Required = true };

    public Groth16ContributeCommand()
        : base(
            "contribute",
            "Contribute to phase 2 of a ceremony: delta is multiplied by a secret of the operating system, which is overwritten.",
            "flzk groth16 contribute --zkey circuit.0.zkey --out circuit.1.zkey --name ada")
    {
        Add(_zkey);
        Add(_output);
        Add(_name);
        Writes(_output);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        string zkey = parsed.GetRequiredValue(_output);
        Contribution contribution;
        try
        {
            contribution = PhaseTwo.Contribute(
                parsed.GetRequiredValue(_zkey), zkey, parsed.GetRequiredValue(_name), output.Progress, cancellation);
        }
        catch (ArgumentException wrong)
        {
            throw UsageException.From(wrong);
        }

        string hash = Convert.ToHexStringLower(contribution.Hash());
        output.Result(
            new { zkey, contribution.Name, hash },
            console => console.WriteLine($"{zkey}: contributed as {contribution.Name}. Publish your contribution's hash:\n{hash}"));
        return Task.FromResult(ExitCode.Ok);
    }
}
