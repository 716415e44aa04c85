using System.Numerics;
using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;
using FlZk.Platform.Files;

namespace FlZk.Cli.Commands.Governance;

/// <summary><c>flzk governance list</c>: every proposal, newest first.</summary>
internal sealed class GovernanceListCommand : ExchangeCommand
{
    private const int DescriptionLength = 60;

    public GovernanceListCommand()
        : base(Access.Reads, "list", "List proposals, newest first, and where each is.", "flzk governance list --book exchange.json")
    {
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        var proposals = new List<object>();
        var rows = new List<string[]>();
        foreach ((BigInteger number, GovernanceProposal proposal) in
            (await session.Contracts.Governor.GetProposalsAsync(cancellation).ConfigureAwait(false)).Reverse())
        {
            string state = ProposalSummary.Name(
                await session.Contracts.Governor.StateOfAsync(number, cancellation).ConfigureAwait(false));
            proposals.Add(new { proposal = number, state, description = proposal.Description, calls = proposal.Actions.Count });
            rows.Add([JobText.Number(number), state, JobText.Number(proposal.Actions.Count), Shorten(proposal.Description)]);
        }

        return session.List(new { proposals }, "Nothing was proposed yet.", ["proposal", "state", "calls", "description"], rows);
    }

    // Anybody with enough votes writes descriptions, so nothing in them may steer the terminal.
    private static string Shorten(string text)
    {
        string line = ForeignText.Printable(text.ReplaceLineEndings(" "));
        return line.Length <= DescriptionLength ? line : line[..DescriptionLength] + "...";
    }
}
