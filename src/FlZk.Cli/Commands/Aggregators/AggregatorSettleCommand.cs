using System.CommandLine;
using System.Globalization;
using FlZk.Cli.Commands.Statements;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Roles;

namespace FlZk.Cli.Commands.Aggregators;

/// <summary><c>flzk aggregator settle</c>: averages, proves, submits, publishes.</summary>
internal sealed class AggregatorSettleCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<int?> _round = ValueOptions.Round("The round. Default: the latest.");
    private readonly AggregatorOptions _options = new();

    public AggregatorSettleCommand()
        : base(
            Access.Sends,
            "settle",
            "Settle a round whose reveals are over: average, prove, submit, publish the model. Goes on where an earlier attempt ended.",
            "flzk aggregator settle --job 1 --keys keys/ --journal journal/ --book exchange.json --key-file aggregator.key")
    {
        AddAll(_job, _round);
        _options.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        int round = await AggregatorOptions.RoundAsync(
            session, job, session.Parsed.GetValue(_round), cancellation).ConfigureAwait(false);
        RoundSettlement settled = await _options.WithAggregatorAsync(
            session, aggregator => aggregator.SettleAsync(job, round, session.Output.Progress, cancellation), cancellation)
            .ConfigureAwait(false);
        string sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"Round {round} of job {job} is settled: {settled.Contributions.Count} update(s) of total weight {settled.TotalWeight}, "
            + $"{settled.Settlement.GasUsed:N0} gas to verify, {settled.Publication.GasUsed:N0} to publish.");
        return session.Done(sentence, new
        {
            job,
            round,
            providers = settled.Contributions.Count,
            totalWeight = settled.TotalWeight,
            modelCommitment = PointText.Of(settled.ModelCommitment),
            settlement = settled.Settlement.Hash.ToString(),
            publication = settled.Publication.Hash.ToString(),
        });
    }
}
