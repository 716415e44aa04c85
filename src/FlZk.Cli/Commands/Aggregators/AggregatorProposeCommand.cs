using System.CommandLine;
using FlZk.Cli.Commands.Statements;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Roles;

namespace FlZk.Cli.Commands.Aggregators;

/// <summary><c>flzk aggregator propose</c>: proposes a model without a proof, in an optimistic job.</summary>
internal sealed class AggregatorProposeCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<int?> _round = ValueOptions.Round("The round. Default: the latest.");
    private readonly Option<string> _location = new("--location")
    {
        Description = "Where the opening will lie for everybody to check (a URL or content address).",
        HelpName = "TEXT",
        Required = true,
    };
    private readonly AggregatorOptions _options = new();

    public AggregatorProposeCommand()
        : base(
            Access.Sends,
            "propose",
            "Propose a round's model without a proof, in an optimistic job. Put the opening where --location says; if anyone challenges, "
            + "'flzk aggregator settle' proves it.",
            "flzk aggregator propose --job 1 --location https://example.org/opening.json --keys keys/ --journal journal/ "
            + "--book exchange.json --key-file aggregator.key")
    {
        AddAll(_job, _round, _location);
        _options.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        int round = await AggregatorOptions.RoundAsync(
            session, job, session.Parsed.GetValue(_round), cancellation).ConfigureAwait(false);
        string location = session.Parsed.GetRequiredValue(_location);
        RoundProposed proposed = await _options.WithAggregatorAsync(
            session, aggregator => aggregator.ProposeAsync(job, round, location, session.Output.Progress, cancellation), cancellation)
            .ConfigureAwait(false);
        return session.Done(
            $"The model of round {round} of job {job} is proposed. Put {proposed.OpeningFile} at {location} now: what nobody can check is "
            + "challenged.",
            new
            {
                job,
                round,
                modelCommitment = PointText.Of(proposed.ModelCommitment),
                opening = proposed.OpeningFile,
                contentHash = proposed.ContentHash.ToString(),
                location,
            });
    }
}
