using System.CommandLine;
using System.Security.Cryptography;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;

namespace FlZk.Cli.Commands.Providers;

/// <summary><c>flzk provider dataset</c>: registers a data set by its commitment.</summary>
internal sealed class ProviderDatasetCommand : ExchangeCommand
{
    private readonly DatasetOptions _dataset = new();

    public ProviderDatasetCommand()
        : base(
            Access.Sends,
            "dataset",
            "Register a data set by a commitment to it; the data stay where they are.",
            "flzk provider dataset --commitment 0x... --book exchange.json --key-file provider.key",
            "flzk provider dataset --data shard.csv --salt-file shard.salt --profile profile.json --book exchange.json "
            + "--key-file provider.key")
        => _dataset.AddTo(this);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        (Hash32 commitment, Hash32 profile) = _dataset.Read(session.Parsed);
        (ulong dataset, _) = await session.Contracts.Exchange.RegisterDatasetAsync(
            commitment, profile, cancellation).ConfigureAwait(false);
        return session.Done(
            $"Data set {dataset} is registered: join a job with 'flzk provider join --job N --dataset {dataset}'.",
            new { dataset, commitment = commitment.ToString(), profileHash = profile.ToString() });
    }
}
