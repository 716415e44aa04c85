using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Aggregation;
using FlZk.Exchange.Rounds;
using FlZk.Platform;
using FlZk.Statements;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits files that open a proposal: they are what the proposal names, and its model is the average of what was
/// revealed.</summary>
internal sealed class OpeningExamination(RoundEvidence round)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (string file in round.Options.Openings)
        {
            var opening = ProposalOpening.Read(file);
            if (opening.Round != round.Id) continue;
            round.IsOpened = await round.Checks.CheckAsync(
                "opening",
                "the proposal's file has the hash that the proposal names; its sums open C_S, its model opens C_Y and is their average",
                () => FaultAsync(file, opening, cancellation)).ConfigureAwait(false);
        }
    }

    private async Task<string?> FaultAsync(string file, ProposalOpening opening, CancellationToken cancellation)
    {
        IReadOnlyList<ContractEvent> proposals = await round.EventsAsync("AggregateProposed", cancellation).ConfigureAwait(false);
        if (proposals.Count != 1) return $"the file opens a proposal of the round, the node shows {proposals.Count}";
        if (ProposalOpening.HashOf(file) != proposals[0].Fields.Hash("contentHash"))
            return $"the file has the hash {ProposalOpening.HashOf(file)}, the proposal names {proposals[0].Fields.Hash("contentHash")}";
        if (round.Key is null || round.State is null) return "without key and state the file cannot be compared with anything";
        if (opening.Model.Length != round.Key.Dimension)
            return $"the file's model has {opening.Model.Length} parameters, the job's {round.Key.Dimension}";
        PedersenGenerators generators = PedersenGenerators.LoadOrDerive(ProjectLayout.Cache, round.Key.Dimension, null, cancellation);

        // A round that was proved no longer has its C_S in the contract's state: what counts is the recomputed one anyway.
        RoundView recomputed = round.State with { TotalWeight = round.TotalWeight, SumCommitment = round.Sum.Point };
        return opening.Fault(recomputed, generators, cancellation);
    }
}
