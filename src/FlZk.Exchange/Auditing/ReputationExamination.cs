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
        string? fault = null;
        foreach (ContractEvent commit in await round.EventsAsync("UpdateCommitted", cancellation).ConfigureAwait(false))
        {
            Address provider = commit.Fields.Address("provider");
            long time = await round.Testimony.TimeOfAsync(commit.Log.BlockNumber, cancellation).ConfigureAwait(false);
            BigInteger expected = round.History.Reputations.MultiplierAt(provider, commit, time);
            round.Multipliers[provider] = (int)expected;
            BigInteger shown = commit.Fields.Integer("multiplier");
            fault ??= round.History.Reputations.FaultOf(provider, commit)
                ?? (shown == expected
                    ? null
                    : $"{provider} committed with a multiplier of {shown}, by its credits and faults it is {expected}");
        }

        return fault;
    }
}
