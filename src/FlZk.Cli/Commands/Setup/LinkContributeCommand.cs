using System.CommandLine;
using FlZk.Cli.Hosting;
using FlZk.Statements;
using Spectre.Console;

namespace FlZk.Cli.Commands.Setup;

/// <summary><c>flzk setup link contribute</c>: one party's part of a link key.</summary>
internal sealed class LinkContributeCommand : CliCommand
{
    private readonly Option<string> _session = LinkOptions.Session();
    private readonly Option<string> _zkey = LinkOptions.Key();
    private readonly Option<string> _party =
        new("--party") { Description = "Who contributes, unique in the ceremony; up to 64 bytes.", HelpName = "NAME", Required = true };
    private readonly Option<string> _output =
        new("--out") { Description = "Receives the contribution; public.", HelpName = "FILE", Required = true };

    public LinkContributeCommand()
        : base(
            "contribute",
            "Contribute to a link ceremony, in any order: secrets of the operating system, proved to be known, overwritten, never written.",
            "flzk setup link contribute --session link.session.json --zkey circuit.zkey --party ada --out ada.flzkcont")
    {
        Add(_session);
        Add(_zkey);
        Add(_party);
        Add(_output);
        Writes(_output);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        string party = parsed.GetRequiredValue(_party), file = parsed.GetRequiredValue(_output);
        if (!LinkContribution.IsPartyName(party))
            throw new UsageException(
                $"--party: a name has 1 to {LinkContribution.MaximumPartyLength} bytes and no control or format characters.");
        (LinkSession session, _, _) = LinkOptions.Open(
            parsed.GetRequiredValue(_session), parsed.GetRequiredValue(_zkey), output.Progress, cancellation);
        LinkContribution contribution = LinkCeremony.Contribute(session, party, output.Progress, cancellation);
        contribution.Write(file);
        output.Result(
            new { file, party, session = session.Id.ToString(), contribution = contribution.Statement.ToString() },
            console => console.WriteLine($"{file}: contribution of {party}; publish its hash:\n{contribution.Statement}"));
        return Task.FromResult(ExitCode.Ok);
    }
}
