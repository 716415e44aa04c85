using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Committees;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Committees;

/// <summary><c>flzk committee key</c>: registers the beacon key that belongs to the sender's account.</summary>
internal sealed class CommitteeKeyCommand : ExchangeCommand
{
    private readonly Option<bool> _another =
        new("--another") { Description = "Register a further key, for jobs to come; running jobs keep theirs." };

    public CommitteeKeyCommand()
        : base(
            Access.Sends,
            "key",
            "Register your beacon key, once, before a job with committees names you as its aggregator. The key is derived from your "
            + "account's, so there is no second secret to keep.",
            "flzk committee key --book exchange.json --key-file aggregator.key") => Add(_another);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        CommitteeSelectorContract selector = session.Contracts.Selector;
        ulong count = await selector.BeaconKeyCountAsync(session.Sender, cancellation).ConfigureAwait(false);
        if (count > 0 && !session.Parsed.GetValue(_another))
            return session.Done($"{session.Sender} has a beacon key already, version {count}.", new { version = count });
        ulong version = count + 1;
        BeaconSecretKey key = BeaconKeys.Of(session, version);
        await selector.RegisterBeaconKeyAsync(
            key.PublicKey.Point, key.ProvePossession(session.Contracts.ChainId, selector.Address, session.Sender), cancellation)
            .ConfigureAwait(false);
        return session.Done($"The beacon key of {session.Sender} is registered as version {version}.", new { version });
    }
}
