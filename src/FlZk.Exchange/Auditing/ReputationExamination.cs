using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Contracts;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits the multipliers of a round's commits: each recomputed from its provider's credits and faults.</summary>
internal sealed class ReputationExamination(RoundEvidence round)
{
    public Task RunAsync(CancellationToken cancellation) => round.Checks.CheckAsync(
        "multipliers",
        "every commit's multiplier follows from its provider's credits, faults and the half-life until then",
        () => FaultAsync(cancellation));

    private async Task<string?> FaultAsync(CancellationToken cancellation)
    {
        foreach (ContractEvent commit in await round.EventsAsync("UpdateCommitted", cancellation).ConfigureAwait(false))
        {
            Address provider = commit.Fields.Address("provider");
            if (round.History.Reputations.FaultOf(provider, commit) is { } fault) return fault;
            long time = await round.Testimony.TimeOfAsync(commit.Log.BlockNumber, cancellation).ConfigureAwait(false);
            BigInteger expected = round.History.Reputations.MultiplierAt(provider, commit, time);
            BigInteger shown = commit.Fields.Integer("multiplier");
            if (shown != expected) return $"{provider} committed with a multiplier of {shown}, by its credits and faults it is {expected}";
        }

        return null;
    }
}
