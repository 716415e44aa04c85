using System.CommandLine;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Circuits.Witnesses;
using FlZk.Cli.Commands.Groth16;
using FlZk.Cli.Commands.Learning;
using FlZk.Cli.Commands.Statements;
using FlZk.Cli.Connections;
using FlZk.Exchange.Roles;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Statements;

namespace FlZk.Cli.Commands.Aggregators;

/// <summary>What an aggregator works with: its keys, its journal, its prover and its device.</summary>
internal sealed class AggregatorOptions
{
    private readonly Option<string> _keys =
        new("--keys") { Description = "The job's keys, as 'flzk setup' leaves them.", HelpName = "DIR", Required = true };
    private readonly Option<string> _journal = new("--journal")
    {
        Description = "Where deliveries, aggregates and proofs are kept, readable by you alone; after a crash it is gone on from there.",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<string> _backend = BackendOption.Create();
    private readonly Option<DeviceChoice> _device = DeviceOption.Create();
    private readonly KeyPolicyOption _policy = new("Use development keys on a chain that is not local. Anyone can forge under them.");

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_keys, _journal, _backend, _device, _policy.Option]) command.Add(option);
    }

    /// <summary>Opens keys, circuit and device, works as the aggregator, and closes them again.</summary>
    public async Task<T> WithAggregatorAsync<T>(ExchangeSession session, Func<Aggregator, Task<T>> work, CancellationToken cancellation)
    {
        (FedAvgProvingKeys keys, CircuitInstance instance) = new KeyFolder(session.Parsed.GetRequiredValue(_keys)).Open(
            session.Output.Progress, cancellation);
        CircuitArtefacts circuit = await new CircuitCompiler().CompileAsync(
            instance, session.Output.Progress, cancellation).ConfigureAwait(false);
        using CatalogWitnessGenerator witnesses = CatalogWitnessGenerator.Open(circuit);
        using IAggregationDevice device = AggregationDevices.Open(session.Parsed.GetValue(_device), session.Output.Note);
        var aggregator = new Aggregator(
            session.Contracts,
            session.Parsed.GetRequiredValue(_journal),
            keys,
            witnesses,
            BackendOption.Open(session.Parsed.GetRequiredValue(_backend)),
            device,
            _policy.Read(session.Parsed));
        return await work(aggregator).ConfigureAwait(false);
    }

    /// <summary>The round the options name, or the job's latest.</summary>
    /// <exception cref="FlZk.Exchange.ExchangeException">No round has started.</exception>
    public static async Task<int> RoundAsync(ExchangeSession session, ulong job, int? named, CancellationToken cancellation)
    {
        int round = named ?? await session.Contracts.Coordinator.CurrentRoundAsync(job, default, cancellation).ConfigureAwait(false);
        return round > 0 ? round : throw new FlZk.Exchange.ExchangeException($"No round of job {job} has started.");
    }
}
