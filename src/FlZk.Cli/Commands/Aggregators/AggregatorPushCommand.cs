using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Aggregators;

/// <summary><c>flzk aggregator push</c>: reveals for providers who delivered and stay silent.</summary>
internal sealed class AggregatorPushCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<int?> _round = ValueOptions.Round("The round. Default: the latest.");
    private readonly Option<bool> _onlyPost = new("--post-receipts")
    {
        Description = "Do not reveal; only post their receipts while deliveries run, so that who stays silent is slashed.",
    };
    private readonly AggregatorOptions _options = new();

    public AggregatorPushCommand()
        : base(
            Access.Sends,
            "push",
            "Reveal for providers who delivered and do not reveal themselves; the journal holds all that it takes.",
            "flzk aggregator push --job 1 --keys keys/ --journal journal/ --book exchange.json --key-file aggregator.key",
            "flzk aggregator push --job 1 --post-receipts --keys keys/ --journal journal/ --book exchange.json --key-file aggregator.key")
    {
        AddAll(_job, _round, _onlyPost);
        _options.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        int round = await AggregatorOptions.RoundAsync(
            session, job, session.Parsed.GetValue(_round), cancellation).ConfigureAwait(false);
        bool onlyPost = session.Parsed.GetValue(_onlyPost);
        IReadOnlyList<(Address Provider, SentTransaction Transaction)> pushed = await _options.WithAggregatorAsync(
            session,
            aggregator => onlyPost
                ? aggregator.PostReceiptsAsync(job, round, cancellation)
                : aggregator.PushRevealsAsync(job, round, cancellation),
            cancellation).ConfigureAwait(false);
        return session.Done(
            $"Round {round} of job {job}: {pushed.Count} {(onlyPost ? "receipt(s) posted" : "update(s) revealed for their providers")}.",
            new { job, round, providers = pushed.Select(one => one.Provider.ToString()) });
    }
}
