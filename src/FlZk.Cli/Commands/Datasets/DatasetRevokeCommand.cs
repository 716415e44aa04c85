using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;

namespace FlZk.Cli.Commands.Datasets;

/// <summary><c>flzk dataset revoke</c>: takes an attestation back.</summary>
internal sealed class DatasetRevokeCommand : ExchangeCommand
{
    private readonly Argument<ulong> _dataset = new("dataset") { Description = "The data set's number.", HelpName = "DATASET" };

    public DatasetRevokeCommand()
        : base(
            Access.Sends,
            "revoke",
            "Take back your attestation of a data set.",
            "flzk dataset revoke 4 --book exchange.json --key-file attester.key") => Add(_dataset);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong dataset = session.Parsed.GetRequiredValue(_dataset);
        await session.Contracts.Oracle.RevokeAsync(dataset, cancellation).ConfigureAwait(false);
        return session.Done($"{session.Sender} attests nothing to data set {dataset} any more.", new { dataset });
    }
}
