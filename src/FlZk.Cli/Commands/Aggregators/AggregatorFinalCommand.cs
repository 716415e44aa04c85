using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange;
using FlZk.Exchange.Rounds;

namespace FlZk.Cli.Commands.Aggregators;

/// <summary><c>flzk aggregator final</c>: names the file of a job's final model.</summary>
internal sealed class AggregatorFinalCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<int?> _round = ValueOptions.Round("The job's last finalised round. Default: the newest that is finalised.");
    private readonly Option<string> _model = new("--model")
    {
        Description = "The final model's file; its Keccak-256 goes on chain.",
        HelpName = "FILE",
        Required = true,
    };
    private readonly Option<string> _location = new("--location")
    {
        Description = "Where everybody finds that file, such as an IPFS or HTTPS address.",
        HelpName = "TEXT",
        Required = true,
    };

    public AggregatorFinalCommand()
        : base(
            Access.Sends,
            "final",
            "Name the file of a finished job's final model on chain, once; whoever settled its last round may.",
            "flzk aggregator final --job 1 --model model.safetensors --location ipfs://bafy.../model.safetensors --book exchange.json "
            + "--key-file aggregator.key")
    {
        AddAll(_job, _round, _model, _location);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        int round = session.Parsed.GetValue(_round) ?? await LastFinalisedAsync(session, job, cancellation).ConfigureAwait(false);
        string location = session.Parsed.GetRequiredValue(_location);
        Hash32 hash = Keccak256.Hash(await File.ReadAllBytesAsync(
            session.Parsed.GetRequiredValue(_model), cancellation).ConfigureAwait(false));
        await session.Contracts.Coordinator.CommitFinalWeightsAsync(
            session.Contracts.Coordinator.RoundId(job, round), hash, location, cancellation).ConfigureAwait(false);
        return session.Done(
            $"The final model of job {job}, of round {round}, has hash {hash} and lies at {location}.",
            new { job, round, contentHash = hash.ToString(), location });
    }

    private static async Task<int> LastFinalisedAsync(ExchangeSession session, ulong job, CancellationToken cancellation)
    {
        int round = await session.Contracts.Coordinator.CurrentRoundAsync(job, default, cancellation).ConfigureAwait(false);
        for (; round > 0; round--)
        {
            RoundView view = await session.Contracts.Coordinator.GetRoundAsync(
                job, round, default, cancellation).ConfigureAwait(false);
            if (view.Phase == RoundPhase.Finalised) return round;
        }

        throw new ExchangeException($"No round of job {job} is finalised: it has no model.");
    }
}
