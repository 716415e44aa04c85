using System.CommandLine;
using FlZk.Bn254;
using FlZk.Cli.Commands.Aggregators;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange;
using FlZk.Exchange.Committees;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Rounds;

namespace FlZk.Cli.Commands.Committees;

/// <summary><c>flzk committee fulfil</c>: draws a round's committee.</summary>
internal sealed class CommitteeFulfilCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<int?> _round = ValueOptions.Round("The round. Default: the latest.");

    public CommitteeFulfilCommand()
        : base(
            Access.Sends,
            "fulfil",
            "Sign the request for a round's committee and have it drawn; the job's aggregator, from one block after the round's start.",
            "flzk committee fulfil --job 1 --book exchange.json --key-file aggregator.key")
    {
        AddAll(_job, _round);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        int number = await AggregatorOptions.RoundAsync(
            session, job, session.Parsed.GetValue(_round), cancellation).ConfigureAwait(false);
        RoundId round = session.Contracts.Coordinator.RoundId(job, number);
        CommitteeSelectorContract selector = session.Contracts.Selector;
        CommitteeRequest request = await selector.RequestOfAsync(round, cancellation).ConfigureAwait(false)
            ?? throw new ExchangeException($"No committee was asked for in {round}.");
        BeaconSecretKey key = BeaconKeys.Of(session, request.KeyVersion);
        G2Affine asked = await selector.BeaconKeyOfAsync(request.Aggregator, request.KeyVersion, cancellation).ConfigureAwait(false);
        if (asked != key.PublicKey.Point)
        {
            throw new ExchangeException(
                $"The committee of {round} is drawn with beacon key {request.KeyVersion} of {request.Aggregator}, which is not the key of "
                + $"{session.Sender}.");
        }

        byte[] message = await selector.MessageOfAsync(round, cancellation).ConfigureAwait(false);
        await selector.FulfilAsync(round, key.Sign(message), cancellation).ConfigureAwait(false);
        IReadOnlyList<Address> members = await selector.CommitteeOfAsync(round, cancellation).ConfigureAwait(false);
        return session.Done(
            $"The committee of {round} is drawn: {members.Count} of {request.Candidates} providers.",
            new { job, round = number, members = members.Select(member => member.ToString()) });
    }
}
