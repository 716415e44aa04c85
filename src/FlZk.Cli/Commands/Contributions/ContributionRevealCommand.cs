using System.CommandLine;
using FlZk.Cli.Commands.Aggregators;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Roles;
using FlZk.Platform.Files;

namespace FlZk.Cli.Commands.Contributions;

/// <summary><c>flzk contribution reveal</c>: reveals several updates with their proofs in one transaction.</summary>
internal sealed class ContributionRevealCommand : ExchangeCommand
{
    private readonly Option<string> _deliveries = Folder("--deliveries", "Directory of the packages that providers delivered (*.json).");
    private readonly Option<string> _receipts = Folder("--receipts", "Directory of their receipts (*.json).");
    private readonly Option<string> _proofs = Folder("--proofs", "Directory of their contribution proofs (*.json).");
    private readonly KeyPolicyOption _policy = new("Trust a development key on a chain that is not local. Anyone can forge under it.");

    public ContributionRevealCommand()
        : base(
            Access.Sends,
            "reveal",
            "Reveal several providers' updates with their contribution proofs, checked together. Who holds deliveries, receipts and proofs "
            + "may. A bad proof is left out, so that it costs nobody else anything.",
            "flzk contribution reveal --deliveries in/ --receipts receipts/ --proofs proofs/ --book exchange.json "
            + "--key-file aggregator.key")
    {
        AddAll(_deliveries, _receipts, _proofs, _policy.Option);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        Dictionary<Address, DeliveryPackage> packages = Read(session, _deliveries, DeliveryPackage.Read, package => package.Provider);
        Dictionary<Address, ContributionReceipt> receipts = Read(session, _receipts, ContributionReceipt.Read, receipt => receipt.Provider);
        Dictionary<Address, SignedContribution> proofs = Read(session, _proofs, SignedContribution.Read, proof => proof.Provider);
        var refused = new List<RefusedDelivery>();
        var whole = new List<(DeliveryPackage, ContributionReceipt, SignedContribution)>();
        foreach ((Address provider, DeliveryPackage package) in packages)
        {
            if (!receipts.TryGetValue(provider, out ContributionReceipt? receipt))
                refused.Add(new RefusedDelivery(provider.ToString(), "There is no receipt of this provider's."));
            else if (!proofs.TryGetValue(provider, out SignedContribution? proof))
                refused.Add(new RefusedDelivery(provider.ToString(), "There is no contribution proof of this provider's."));
            else whole.Add((package, receipt, proof));
        }

        session.Output.Note($"checking {whole.Count} proof(s)");
        ProvedReveals done = await new ContributionProofs(session.Contracts, _policy.Read(session.Parsed)).RevealAsync(
            whole, cancellation).ConfigureAwait(false);
        refused.AddRange(done.Refusals.Select(refusal => new RefusedDelivery(refusal.Provider.ToString(), refusal.Reason)));
        foreach (RefusedDelivery refusal in refused) session.Output.Note($"left out {refusal.From}: {refusal.Reason}");
        session.Done(
            $"{done.Revealed.Count} update(s) revealed in {done.Transactions.Count} transaction(s), {refused.Count} left out.",
            new { providers = done.Revealed.Select(provider => provider.ToString()), refused });
        return refused.Count == 0 ? ExitCode.Ok : ExitCode.NegativeVerdict;
    }

    private static Option<string> Folder(string name, string description) =>
        new(name) { Description = description, HelpName = "DIR", Required = true };

    private static Dictionary<Address, T> Read<T>(
        ExchangeSession session, Option<string> folder, Func<string, T> read, Func<T, Address> providerOf)
    {
        string path = session.Parsed.GetRequiredValue(folder);
        var found = new Dictionary<Address, T>();
        foreach (string file in Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal))
        {
            T one = read(file);
            if (!found.TryAdd(providerOf(one), one))
                throw new FileFormatException(file, $"{path} holds two files of {providerOf(one)}.");
        }

        return found.Count > 0 ? found : throw new FileFormatException(path, "there is no file (*.json) in this directory.");
    }
}
