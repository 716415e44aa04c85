using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Governance;

/// <summary>The options that say which proposal: its file, or its number.</summary>
internal sealed class ProposalOptions
{
    public Option<string?> File { get; } = new("--spec")
    {
        Description = "The proposal (JSON, flzk/governance-proposal/1); where a number does as well, the very file it was proposed with.",
        HelpName = "FILE",
    };

    /// <summary>The number of a proposal that is on chain, instead of its file.</summary>
    public Argument<BigInteger?> OptionalNumber { get; } = new("proposal")
    {
        Description = "The proposal's number; what it would do is read from the chain. Or name its file with --spec.",
        HelpName = "PROPOSAL",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => result.Tokens.Count == 0 ? null : ReadNumber(result),
    };

    public Argument<BigInteger> Number { get; } = new("proposal")
    {
        Description = "The proposal's number, as 'flzk governance propose' gives it.",
        HelpName = "PROPOSAL",
        CustomParser = ReadNumber,
    };

    /// <summary>The proposal that a file describes.</summary>
    /// <exception cref="UsageException">No file is named.</exception>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">The file does not say what a proposal needs.</exception>
    public GovernanceProposal Read(ExchangeSession session) => ProposalFile.Read(
        session.Parsed.GetValue(File) ?? throw new UsageException("Which proposal? Name its file with --spec FILE."),
        session.Contracts.Addresses);

    /// <summary>The proposal on chain that its number or its file names.</summary>
    /// <exception cref="UsageException">Neither is given, or both are.</exception>
    /// <exception cref="FlZk.Exchange.ExchangeException">No proposal has the number.</exception>
    public async Task<GovernanceProposal> FindAsync(ExchangeSession session, CancellationToken cancellation)
    {
        (BigInteger? number, string? file) = (session.Parsed.GetValue(OptionalNumber), session.Parsed.GetValue(File));
        if (number is null == file is null) throw new UsageException("Which proposal? Give its number, or its file with --spec FILE.");
        return number is null
            ? Read(session)
            : await session.Contracts.Governor.FindProposalAsync(number.Value, cancellation).ConfigureAwait(false)
                ?? throw new FlZk.Exchange.ExchangeException($"There is no proposal {number}; 'flzk governance list' shows what there is.");
    }

    /// <summary>Ends a command that moved a proposal on.</summary>
    public static async Task<ExitCode> DoneAsync(
        ExchangeSession session, BigInteger proposal, Func<ProposalView, string> sentence, CancellationToken cancellation)
    {
        ProposalView view = await session.Contracts.Governor.GetProposalAsync(proposal, cancellation).ConfigureAwait(false);
        return session.Done(sentence(view), ProposalSummary.Of(view));
    }

    private static BigInteger ReadNumber(ArgumentResult result) =>
        BigInteger.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger number)
        && number.GetBitLength() <= 256
            ? number
            : ValueOptions.Refuse<BigInteger>(result, $"'{result.Tokens[0].Value}' is no proposal's number");
}
