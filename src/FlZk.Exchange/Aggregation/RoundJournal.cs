using System.Globalization;
using FlZk.Ethereum;
using FlZk.Exchange.Deliveries;
using FlZk.Platform.Files;

namespace FlZk.Exchange.Aggregation;

/// <summary>What an aggregator has done for one round, on disk: every file is written whole, for the owner alone, before the step after it
/// begins.</summary>
/// <remarks>Its existence is the record that a step is done; no step is repeated whose file is there.</remarks>
internal sealed class RoundJournal(string folder)
{
    /// <summary>Taken while one process works on the round, so that two cannot settle it side by side.</summary>
    public string LockFile => Path.Combine(folder, "lock");

    /// <summary>The signed settlement, from before it was sent.</summary>
    public string SettlementFile => Path.Combine(folder, "settlement.tx");

    /// <summary>The signed publication, from before it was sent.</summary>
    public string PublicationFile => Path.Combine(folder, "publication.tx");

    /// <summary>The signed proposal, from before it was sent.</summary>
    public string ProposalFile => Path.Combine(folder, "proposal.tx");

    /// <summary>What opens the proposal, for publication.</summary>
    public string OpeningFile => Path.Combine(folder, "opening.json");

    private string ReceiptsFolder => Path.Combine(folder, "receipts");

    private string AggregateFile => Path.Combine(folder, "aggregate.json");

    private string ProofFile => Path.Combine(folder, "proof.json");

    /// <summary>The delivery accepted from a provider, or null.</summary>
    public DeliveryPackage? Delivery(Address provider) =>
        DeliveryFile(provider) is var file && File.Exists(file) ? DeliveryPackage.Read(file) : null;

    /// <summary>Keeps an accepted delivery.</summary>
    public void Store(DeliveryPackage delivery) => delivery.Write(DeliveryFile(delivery.Provider));

    /// <summary>Keeps a receipt.</summary>
    public void Store(ContributionReceipt receipt) => receipt.Write(Path.Combine(ReceiptsFolder, $"{receipt.Provider}.json"));

    /// <summary>All receipts given, by provider.</summary>
    public IReadOnlyList<ContributionReceipt> Receipts() => Directory.Exists(ReceiptsFolder)
        ? [.. Directory.EnumerateFiles(ReceiptsFolder, "*.json").Order(StringComparer.Ordinal).Select(ContributionReceipt.Read)]
        : [];

    /// <summary>The signed call that verifies chunks from a number on, from before it was sent.</summary>
    public string ChunksFile(int first) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"chunks-{first}.tx"));

    /// <summary>The signed call that publishes the model's bytes from an offset on, from before it was sent.</summary>
    public string PartFile(int offset) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"part-{offset}.tx"));

    /// <summary>The round's aggregate, or null.</summary>
    public RoundAggregate? Aggregate() => File.Exists(AggregateFile) ? RoundAggregate.Read(AggregateFile) : null;

    /// <summary>Keeps the round's aggregate.</summary>
    public void Store(RoundAggregate aggregate) => aggregate.Write(AggregateFile);

    /// <summary>The round's proof, or null.</summary>
    public RoundProof? Proof() => File.Exists(ProofFile) ? RoundProof.Read(ProofFile) : null;

    /// <summary>Keeps the round's proof.</summary>
    public void Store(RoundProof proof) => proof.Write(ProofFile);

    /// <summary>Keeps a signed transaction.</summary>
    public static void Store(string file, ReadOnlyMemory<byte> encoded) => AtomicFile.WriteAllBytes(file, encoded, AtomicFile.OwnerOnly);

    private string DeliveryFile(Address provider) => Path.Combine(folder, "deliveries", $"{provider}.json");
}
