using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Contracts;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits what licences to a round's model brought in: every sale at the listed terms, every unit split by the recorded
/// shares.</summary>
internal sealed class LicenceExamination(RoundEvidence round)
{
    private const int Whole = 10_000;

    private readonly Dictionary<Address, Proceeds> _proceeds = [];
    private ContractEvent? _listing;
    private int _sold;

    public async Task RunAsync(CancellationToken cancellation)
    {
        IReadOnlyList<ContractEvent> sales = await SalesAsync(cancellation).ConfigureAwait(false);
        if (sales.Count == 0) return;
        await round.Checks.CheckAsync(
            "licences",
            $"{sales.Count(static e => e.Name == "LicenceSold")} licences were sold at the listed terms, and what they brought in went to "
            + "contributors by their points and to the publisher by its share",
            () => FaultAsync(sales, cancellation)).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<ContractEvent>> SalesAsync(CancellationToken cancellation)
    {
        var ofRound = new Dictionary<string, object> { ["roundId"] = round.Id.Number };
        ExchangeContracts contracts = round.Testimony.Contracts;
        List<ContractEvent> all = [];
        foreach (string name in (string[])["ModelListed", "ModelDelisted", "LicenceSold"])
        {
            all.AddRange(await round.Testimony.EventsAsync(contracts.Marketplace.Contract, name, ofRound, cancellation)
                .ConfigureAwait(false));
        }

        foreach (string name in (string[])["ProceedsReceived", "ProceedsClaimed", "PublisherProceedsWithdrawn"])
        {
            all.AddRange(await round.Testimony.EventsAsync(contracts.Distributor.Contract, name, ofRound, cancellation)
                .ConfigureAwait(false));
        }

        return [.. all.InChainOrder()];
    }

    private async Task<string?> FaultAsync(IReadOnlyList<ContractEvent> sales, CancellationToken cancellation)
    {
        foreach (ContractEvent one in sales)
        {
            string? fault = one.Name switch
            {
                "ModelListed" => ListingFault(one),
                "LicenceSold" => SaleFault(one, sales),
                "ProceedsReceived" => ReceiptFault(one, sales),
                "ProceedsClaimed" => ClaimFault(one),
                "PublisherProceedsWithdrawn" => WithdrawalFault(one),
                _ => null,
            };
            if (fault is not null) return fault;
            if (one.Name == "ModelDelisted") _listing = null;
        }

        foreach ((Address token, Proceeds expected) in _proceeds)
        {
            AbiValues stored = await round.Testimony.Contracts.Distributor.Contract.CallAsync<AbiValues>(
                "getProceeds", [round.Id.Number, token], round.Testimony.Block, cancellation).ConfigureAwait(false);
            BigInteger paid = expected.Paid.Values.Aggregate(BigInteger.Zero, static (a, b) => a + b);
            if (stored.Integer("forContributors") != expected.ForContributors || stored.Integer("forPublisher") != expected.ForPublisher
                || stored.Integer("paidToContributors") != paid)
            {
                return $"the distributor counts {stored.Integer("forContributors")} for contributors, of which "
                    + $"{stored.Integer("paidToContributors")} paid, and {stored.Integer("forPublisher")} for the publisher; by the sales "
                    + $"these are {expected.ForContributors}, {paid} and {expected.ForPublisher}";
            }
        }

        return null;
    }

    private string? ListingFault(ContractEvent listing)
    {
        _listing = listing;
        return listing.Fields.Address("publisher") == round.Job.Publisher
            ? null
            : $"the model was listed by {listing.Fields.Address("publisher")}, who is not the job's publisher";
    }

    private string? SaleFault(ContractEvent sale, IReadOnlyList<ContractEvent> sales)
    {
        _sold++;
        if (sale.Fields.Int32("number") != _sold) return $"licence {sale.Fields.Integer("number")} was sold as number {_sold}";
        if (_listing is null) return $"licence {_sold} was sold while the model was not listed";
        if (sale.Fields.Address("token") != _listing.Fields.Address("token")
            || sale.Fields.Integer("price") != _listing.Fields.Integer("price")
            || sale.Fields.Hash("termsHash") != _listing.Fields.Hash("termsHash"))
        {
            return $"licence {_sold} was sold for {sale.Fields.Integer("price")}, listed at {_listing.Fields.Integer("price")}, or under "
                + "other terms";
        }

        return sales.Any(e => e.Name == "ProceedsReceived" && e.Log.TransactionHash == sale.Log.TransactionHash && sale.IsBefore(e))
            ? null
            : $"what licence {_sold} brought in never reached the distributor";
    }

    private string? ReceiptFault(ContractEvent receipt, IReadOnlyList<ContractEvent> sales)
    {
        ContractEvent? sale = sales.LastOrDefault(e => e.Name == "LicenceSold" && e.IsBefore(receipt));
        if (sale is null || _listing is null || sale.Log.TransactionHash != receipt.Log.TransactionHash)
            return "proceeds came in without a sale";
        BigInteger price = sale.Fields.Integer("price");
        BigInteger forPublisher = price * _listing.Fields.Integer("publisherShare") / Whole;
        if (receipt.Fields.Address("token") != sale.Fields.Address("token") || receipt.Fields.Integer("forPublisher") != forPublisher
            || receipt.Fields.Integer("forContributors") != price - forPublisher)
        {
            return $"of {price} the publisher got {receipt.Fields.Integer("forPublisher")} and contributors "
                + $"{receipt.Fields.Integer("forContributors")}; by its share of {_listing.Fields.Integer("publisherShare")} in 10,000 "
                + $"these are {forPublisher} and {price - forPublisher}";
        }

        Proceeds proceeds = Of(receipt.Fields.Address("token"));
        proceeds.ForPublisher += forPublisher;
        proceeds.ForContributors += price - forPublisher;
        return null;
    }

    private string? ClaimFault(ContractEvent claim)
    {
        Address provider = claim.Fields.Address("provider");
        Proceeds proceeds = Of(claim.Fields.Address("token"));
        AuditedReveal? reveal = round.Reveals.FirstOrDefault(r => r.Contribution.Provider == provider);
        if (reveal is null) return $"{provider}, who revealed nothing, was paid of a licence";
        BigInteger total = round.Reveals.Aggregate(BigInteger.Zero, static (sum, r) => sum + r.Points);
        BigInteger owed = (proceeds.ForContributors * reveal.Points / total) - proceeds.Paid.GetValueOrDefault(provider);
        proceeds.Paid[provider] = proceeds.Paid.GetValueOrDefault(provider) + claim.Fields.Integer("amount");
        return claim.Fields.Integer("amount") == owed
            ? null
            : $"{provider} was paid {claim.Fields.Integer("amount")} of licences, by its points it was owed {owed}";
    }

    private string? WithdrawalFault(ContractEvent withdrawal)
    {
        Proceeds proceeds = Of(withdrawal.Fields.Address("token"));
        BigInteger owed = proceeds.ForPublisher;
        proceeds.ForPublisher = BigInteger.Zero;
        return withdrawal.Fields.Integer("amount") == owed && withdrawal.Fields.Address("publisher") == round.Job.Publisher
            ? null
            : $"{withdrawal.Fields.Address("publisher")} withdrew {withdrawal.Fields.Integer("amount")} of licences, {round.Job.Publisher} "
                + $"was owed {owed}";
    }

    private Proceeds Of(Address token)
    {
        if (!_proceeds.TryGetValue(token, out Proceeds? proceeds)) _proceeds[token] = proceeds = new Proceeds();
        return proceeds;
    }

    private sealed class Proceeds
    {
        public BigInteger ForContributors { get; set; }

        public BigInteger ForPublisher { get; set; }

        public Dictionary<Address, BigInteger> Paid { get; } = [];
    }
}
