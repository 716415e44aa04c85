using System.CommandLine;
using FlZk.Cli.Hosting;
using FlZk.Platform.Files;
using Spectre.Console;

namespace FlZk.Cli.Commands.Governance;

/// <summary><c>flzk governance template</c>: a proposal to fill in.</summary>
internal sealed class GovernanceTemplateCommand : CliCommand
{
    private readonly Option<string> _out =
        new("--out") { Description = "Receives the proposal to edit.", HelpName = "FILE", Required = true };

    public GovernanceTemplateCommand()
        : base(
            "template",
            "Write a proposal to fill in, with the calls that proposals are usually made of.",
            "flzk governance template --out proposal.json")
    {
        Add(_out);
        Writes(_out);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        string file = parsed.GetRequiredValue(_out);
        AtomicFile.WriteAllText(file, ProposalFile.Template + "\n");
        output.Result(
            new { file, schema = ProposalFile.Schema },
            console => console.Write(new Text($"{file}: edit it, then run 'flzk governance propose --spec {file}'{Environment.NewLine}")));
        return Task.FromResult(ExitCode.Ok);
    }
}
