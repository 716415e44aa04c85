using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits a round's commits: each signed by its provider, one each.</summary>
internal sealed class CommitExamination(RoundEvidence round)
{
    public Task RunAsync(CancellationToken cancellation) => round.Checks.CheckAsync(
        "commits", "every commit is signed by its provider, one each", () => FaultAsync(cancellation));

    private async Task<string?> FaultAsync(CancellationToken cancellation)
    {
        foreach (ContractEvent one in await round.EventsAsync("UpdateCommitted", cancellation).ConfigureAwait(false))
        {
            Address provider = one.Fields.Address("provider");
            (SignedCall call, AbiValues arguments) = await round.Testimony.CallBehindAsync(
                one, round.Coordinator, "commitUpdate", cancellation).ConfigureAwait(false);
            if (call.From != provider) return $"the commit shown as {provider}'s is signed by {call.From}";
            if (arguments.Integer("jobId") != round.Job.Id || arguments.Hash("commitHash") != one.Fields.Hash("commitHash"))
                return $"the commit shown as {provider}'s is not the one that {provider} signed";
            if (!round.Committed.TryAdd(provider, one.Fields.Hash("commitHash")))
                return $"{provider} is shown to have committed twice";
        }

        return round.State is null || round.State.Committed == round.Committed.Count
            ? null
            : $"the contract counts {round.State.Committed} commits, the node shows {round.Committed.Count}";
    }
}
