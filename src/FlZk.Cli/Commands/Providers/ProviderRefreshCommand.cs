using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Providers;

/// <summary><c>flzk provider refresh</c>: lets a provider's part follow its stake.</summary>
internal sealed class ProviderRefreshCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<Address?> _account = ValueOptions.OptionalAddress("--account", "The provider. Default: you yourself.");

    public ProviderRefreshCommand()
        : base(
            Access.Sends,
            "refresh",
            "Let a provider's reward cap and chance of being drawn follow what slashing left of its stake; with less than the job asks for "
            + "it is out. Anyone may, between rounds.",
            "flzk provider refresh --job 1 --account 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --book exchange.json "
            + "--key-file anyone.key")
    {
        AddAll(_job, _account);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        Address account = session.Parsed.GetValue(_account) ?? session.Sender;
        await session.Contracts.Exchange.RefreshContributorAsync(job, account, cancellation).ConfigureAwait(false);
        ContributorView? part = await session.Contracts.Exchange.GetContributorAsync(job, account, cancellation).ConfigureAwait(false);
        return session.Done(
            part is null
                ? $"{account} had less stake left than job {job} asks for, and is out of it."
                : $"{account} takes part in job {job} with {ExchangeSession.Tokens(part.Stake)} FLT, rewarded "
                    + (part.RewardWeightCap == 0 ? "for any weight." : $"for weights up to {part.RewardWeightCap}."),
            new { job, provider = account.ToString(), expelled = part is null, part = part is null ? null : ContributorSummary.Of(part) });
    }
}
