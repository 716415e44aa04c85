using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Reputations;

/// <summary><c>flzk reputation show</c>: what a provider's rewards are multiplied by.</summary>
internal sealed class ReputationShowCommand : ExchangeCommand
{
    private readonly Argument<Address> _account = new("account")
    {
        Description = "The provider.",
        HelpName = "ADDRESS",
        CustomParser = result => Address.TryParse(result.Tokens[0].Value, out Address address)
            ? address
            : ValueOptions.Refuse<Address>(result, $"'{result.Tokens[0].Value}' is no address"),
    };

    public ReputationShowCommand()
        : base(
            Access.Reads,
            "show",
            "Show a provider's reputation.",
            "flzk reputation show 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --book exchange.json") => Add(_account);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        Address account = session.Parsed.GetRequiredValue(_account);
        ReputationContract reputation = session.Contracts.Reputation;
        int multiplier = await reputation.MultiplierOfAsync(account, cancellation).ConfigureAwait(false);
        BigInteger score = await reputation.ScoreOfAsync(account, cancellation).ConfigureAwait(false);
        ProviderStanding standing = await reputation.StandingOfAsync(account, cancellation).ConfigureAwait(false);
        return session.Show(
            new { account = account.ToString(), multiplier, score, faults = standing.Faults, updatedAt = standing.UpdatedAt },
            [
                ("provider", account.ToString()),
                ("multiplier", JobText.Percentage(multiplier)),
                ("score", TokenAmount.Format(score, 18)),
                ("faults", JobText.Number(standing.Faults)),
                ("last credit or fault", ExchangeSession.Time(standing.UpdatedAt)),
            ]);
    }
}
