using System.CommandLine;
using System.Globalization;
using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Governance;

/// <summary>The options that say which proposal: its file, or its number.</summary>
internal sealed class ProposalOptions
{
    public Option<string> File { get; } = new("--spec")
    {
        Description = "The proposal (JSON, flzk/governance-proposal/1), the very file it was proposed with.",
        HelpName = "FILE",
        Required = true,
    };

    public Argument<BigInteger> Number { get; } = new("proposal")
    {
        Description = "The proposal's number, as 'flzk governance propose' gives it.",
        HelpName = "PROPOSAL",
        CustomParser = result =>
            BigInteger.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger number)
            && number.GetBitLength() <= 256
                ? number
                : ValueOptions.Refuse<BigInteger>(result, $"'{result.Tokens[0].Value}' is no proposal's number"),
    };

    public GovernanceProposal Read(ExchangeSession session) =>
        ProposalFile.Read(session.Parsed.GetRequiredValue(File), session.Contracts.Addresses);

    /// <summary>Ends a command that moved a proposal on.</summary>
    public static async Task<ExitCode> DoneAsync(
        ExchangeSession session, BigInteger proposal, Func<ProposalView, string> sentence, CancellationToken cancellation)
    {
        ProposalView view = await session.Contracts.Governor.GetProposalAsync(proposal, cancellation).ConfigureAwait(false);
        return session.Done(sentence(view), ProposalSummary.Of(view));
    }
}
