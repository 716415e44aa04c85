using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Roles;

namespace FlZk.Cli.Commands.Providers;

/// <summary><c>flzk provider reveal</c>: reveals with the aggregator's receipt.</summary>
internal sealed class ProviderRevealCommand : ExchangeCommand
{
    private readonly Option<string> _receipt = new("--receipt")
    {
        Description = "The receipt, as 'flzk aggregator intake' writes it.",
        HelpName = "FILE",
        Required = true,
    };
    private readonly Option<string?> _proof = new("--proof")
    {
        Description = "The contribution proof, in jobs that want one ('flzk contribution prove').",
        HelpName = "FILE",
    };
    private readonly ProviderFolderOption _folder = new();

    public ProviderRevealCommand()
        : base(
            Access.Sends,
            "reveal",
            "Check a receipt and reveal the update it is for. The earlier in the reveal phase, the larger the share.",
            "flzk provider reveal --receipt receipt.json --folder provider/ --book exchange.json --key-file provider.key",
            "flzk provider reveal --receipt receipt.json --proof proof.json --folder provider/ --book exchange.json "
            + "--key-file provider.key")
    {
        AddAll(_receipt, _proof, _folder.Option);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ContributionReceipt receipt = ContributionReceipt.Read(session.Parsed.GetRequiredValue(_receipt));
        ReadOnlyMemory<byte> proof = session.Parsed.GetValue(_proof) is { } file ? SignedContribution.Read(file).Proof : default;
        SentTransaction? sent = await new Provider(session.Contracts, _folder.Read(session.Parsed)).RevealAsync(
            receipt, proof, cancellation).ConfigureAwait(false);
        return session.Done(
            sent is null ? $"The update was revealed before ({receipt.Round})." : $"The update is revealed ({receipt.Round}).",
            new { job = receipt.Round.Job, round = receipt.Round.Round, weight = receipt.Weight });
    }
}
