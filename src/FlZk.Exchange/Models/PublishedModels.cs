using FlZk.Bn254;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Keys;
using FlZk.Exchange.Rounds;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Statements;

namespace FlZk.Exchange.Models;

/// <summary>Reads published models from the chain: where the next round's training starts.</summary>
public static class PublishedModels
{
    /// <summary>A settled round's model, or null while it is not published.</summary>
    /// <param name="contracts">The exchange.</param>
    /// <param name="job">The job.</param>
    /// <param name="round">The round.</param>
    /// <param name="policy">Whether development keys count outside local chains; null for not.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ExchangeException">What was published does not open the settled commitment.</exception>
    /// <exception cref="KeyException">The job's key is not what the job pinned, or not allowed here.</exception>
    /// <exception cref="ChainException">The node cannot be reached or refused.</exception>
    public static async Task<PublishedModel?> ReadAsync(
        ExchangeContracts contracts, ulong job, int round, KeyPolicy? policy = null, CancellationToken cancellation = default)
    {
        RoundView view = await contracts.Coordinator.GetRoundAsync(job, round, default, cancellation).ConfigureAwait(false);
        if (view.Phase != RoundPhase.Finalised) return null;
        JobView terms = await contracts.Exchange.GetJobAsync(job, default, cancellation).ConfigureAwait(false);
        LinkedVerificationKey key = await JobKeys.OfJobAsync(
            contracts, terms, policy ?? KeyPolicy.Strict, cancellation).ConfigureAwait(false);
        IReadOnlyList<ContractEvent> events = await contracts.Coordinator.Contract.GetEventsAsync(
            "ModelPublished", 0, null, new Dictionary<string, object> { ["jobId"] = job, ["round"] = round }, cancellation)
            .ConfigureAwait(false);
        if (events.Count == 0 && view.WasProposed) return null;
        if (events.Count != 1)
            throw new ExchangeException($"The node shows {events.Count} publications of {view.Id}; a published round has one.");
        IReadOnlyList<ContractEvent> parts = await contracts.Coordinator.Contract.GetEventsAsync(
            "ModelPartPublished", 0, null, new Dictionary<string, object> { ["jobId"] = job, ["round"] = round }, cancellation)
            .ConfigureAwait(false);
        byte[] packed = [.. parts.SelectMany(static part => part.Fields.Bytes("part")), .. events[0].Fields.Bytes("model")];
        Fr blinding = Fr.FromBigInteger(events[0].Fields.Integer("blinding"));
        if (!PackedModel.TryUnpack(packed, key.Dimension, key.Parameters.ValueBits, out int[] values))
            throw new ExchangeException($"The published model of {view.Id} has another length than {key.Dimension} parameters.");
        PedersenGenerators generators = PedersenGenerators.LoadOrDerive(ProjectLayout.Cache, key.Dimension, null, cancellation);
        return new VectorCommitment(view.ModelCommitment).Opens(generators, values, blinding, cancellation)
            ? new PublishedModel(view.Id, values, blinding, view.ModelCommitment)
            : throw new ExchangeException(
                $"The published model of {view.Id} does not open the commitment that was settled: do not train from it.");
    }
}
