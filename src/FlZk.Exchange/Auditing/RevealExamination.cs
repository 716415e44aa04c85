using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Rounds;
using FlZk.Statements;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits a round's reveals against commits and receipts, and what they add up to.</summary>
internal sealed class RevealExamination(RoundEvidence round)
{
    public static readonly string[] RevealingCalls =
        ["submitUpdate", "submitUpdateFor", "submitProvedUpdate", "submitProvedUpdates"];

    public async Task RunAsync(CancellationToken cancellation)
    {
        await round.Checks.CheckAsync(
            "reveals",
            "every reveal is signed by its provider, opens what it committed to, and carries a receipt of the aggregator or its backup",
            () => RevealsFaultAsync(cancellation)).ConfigureAwait(false);
        await round.Checks.CheckAsync(
            "sums", "W and C_S, recomputed from the reveals, are the contract's", () => Task.FromResult(SumsFault())).ConfigureAwait(false);
    }

    private async Task<string?> RevealsFaultAsync(CancellationToken cancellation)
    {
        string? fault = null;
        foreach (ContractEvent one in await round.EventsAsync("UpdateRevealed", cancellation).ConfigureAwait(false))
        {
            (SignedCall call, AbiFunction function, AbiValues arguments) = await round.Testimony.CallBehindAsync(
                one, round.Coordinator, RevealingCalls, cancellation).ConfigureAwait(false);
            Address provider = one.Fields.Address("provider");
            AbiValues update = AbiDecoder.Decode(ExchangeAbi.Reveal, UpdateOf(provider, call, function, arguments));
            var revealed = new RevealedContribution(provider, update.Int64("weight"), update.Tuple("commitment").ToG1());
            fault ??= RevealFault(one, arguments, update, revealed);
            round.Reveals.Add(new AuditedReveal(revealed, one.Fields.UInt64("points"), one, call, function, arguments));
        }

        if (fault is null && round.State is not null && round.State.Revealed != round.Reveals.Count)
            fault = $"the contract counts {round.State.Revealed} reveals, the node shows {round.Reveals.Count}";
        return fault;
    }

    /// <summary>The reveal of a provider inside a call. Whoever sends it, it opens what the provider itself committed to.</summary>
    public static byte[] UpdateOf(Address provider, SignedCall call, AbiFunction function, AbiValues arguments)
    {
        switch (function.Name)
        {
            case "submitUpdate" or "submitProvedUpdate" when call.From != provider:
                throw new TestimonyException($"the reveal shown as {provider}'s is signed by {call.From}");
            case "submitUpdateFor" when arguments.Address("provider") != provider:
                throw new TestimonyException($"the reveal shown as {provider}'s is {arguments.Address("provider")}'s");
            case "submitProvedUpdates":
                IReadOnlyList<Address> providers = arguments.List<Address>("providers");
                IReadOnlyList<byte[]> updates = arguments.List<byte[]>("updates");
                for (int i = 0; i < Math.Min(providers.Count, updates.Count); i++)
                {
                    if (providers[i] == provider) return updates[i];
                }

                throw new TestimonyException($"the call behind the reveal shown as {provider}'s does not have it");
            default:
                return arguments.Bytes("update");
        }
    }

    private string? RevealFault(ContractEvent shown, AbiValues arguments, AbiValues update, RevealedContribution revealed)
    {
        Address provider = revealed.Provider;
        if (arguments.Hash("roundKey") != round.Id.Key || update.Integer("jobId") != round.Job.Id
            || update.Integer("round") != round.Number)
        {
            return $"{provider}'s reveal is for another round";
        }

        if (shown.Fields.Integer("weight") != revealed.Weight || shown.Fields.Integer("commitmentX") != revealed.Commitment.X.ToBigInteger()
            || shown.Fields.Integer("commitmentY") != revealed.Commitment.Y.ToBigInteger())
        {
            return $"the event of {provider}'s reveal is not what {provider} revealed";
        }

        if (round.Reveals.Any(other => other.Contribution.Provider == provider)) return $"{provider} is shown to have revealed twice";
        Hash32 opened = round.Id.CommitHash(provider, revealed.Commitment, revealed.Weight, update.Hash("salt"));
        if (!round.Committed.TryGetValue(provider, out Hash32 committed) || committed != opened)
            return $"{provider} revealed something else than it committed to";
        if (revealed.Weight < 1 || revealed.Weight > round.Job.Spec.MaxWeight)
            return $"{provider}'s weight {revealed.Weight} is outside [1, {round.Job.Spec.MaxWeight}]";
        if (revealed.Commitment.IsInfinity) return $"{provider}'s commitment is the point at infinity";
        var receipt = new ContributionReceipt(round.Id, provider, revealed.Commitment, revealed.Weight, update.Bytes("receiptSignature"));
        Address? signer = receipt.Signer();
        return signer is { IsZero: false } && (signer == round.Job.Spec.Aggregator || signer == round.Job.Spec.BackupAggregator)
            ? null
            : $"{provider}'s receipt is signed by {signer?.ToString() ?? "nobody"}, neither the aggregator nor its backup";
    }

    private string? SumsFault()
    {
        round.TotalWeight = round.Reveals.Sum(static r => r.Contribution.Weight);
        if (round.Reveals.Count > 0)
        {
            round.Sum = VectorCommitment.WeightedSum(
                [.. round.Reveals.Select(static r => new VectorCommitment(r.Contribution.Commitment))],
                [.. round.Reveals.Select(static r => r.Contribution.Weight)]);
        }

        if (round.State is null) return "the contract's state is not known";
        if (round.State.TotalWeight != round.TotalWeight)
            return $"the contract's W is {round.State.TotalWeight}, the reveals add up to {round.TotalWeight}";

        // A settled round's C_S is in the event of its settlement, which is compared there.
        return round.State.IsSettled || round.FailedUnpublished || round.State.SumCommitment == round.Sum.Point
            ? null
            : "the contract's C_S is not the weighted sum of the revealed commitments";
    }
}
