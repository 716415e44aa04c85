using FlZk.Bn254;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Models;
using FlZk.Platform;
using FlZk.Statements;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits a finalised round's model: its bytes open what was settled.</summary>
internal sealed class ModelExamination(RoundEvidence round)
{
    public Task RunAsync(CancellationToken cancellation) => round.IsUnproved
        ? Task.CompletedTask
        : round.Checks.CheckAsync(
            "model", "the published model is signed by who settled and opens C_Y", () => ModelFaultAsync(cancellation));

    /// <summary>Where two models differ first, or null.</summary>
    public static string? ModelDifference(ReadOnlySpan<int> given, ReadOnlySpan<int> published)
    {
        if (given.Length != published.Length) return $"the given model has {given.Length} parameters, the published one {published.Length}";
        int at = given.CommonPrefixLength(published);
        return at == given.Length ? null : $"parameter {at} of the given model is {given[at]}, of the published one {published[at]}";
    }

    private async Task<string?> ModelFaultAsync(CancellationToken cancellation)
    {
        IReadOnlyList<ContractEvent> published = await round.Testimony.EventsAsync(
            round.Coordinator, "ModelPublished", round.OfRound, cancellation).ConfigureAwait(false);
        if (published.Count != 1)
            return $"the node shows {published.Count} publications of the model; there must be one";
        (SignedCall call, AbiValues arguments) = await round.Testimony.CallBehindAsync(
            published[0], round.Coordinator, "publishModel", cancellation).ConfigureAwait(false);
        if (call.From != round.Settler) return $"the model is published by {call.From}, the round was settled by {round.Settler}";
        byte[] last = arguments.Bytes("model");
        if (arguments.Integer("jobId") != round.Job.Id || arguments.Integer("round") != round.Number
            || arguments.Integer("blinding") != published[0].Fields.Integer("blinding")
            || !last.AsSpan().SequenceEqual(published[0].Fields.Bytes("model")))
        {
            return "the event of the publication is not what the aggregator signed";
        }

        List<byte> bytes = [];
        if (await PartsFaultAsync(bytes, cancellation).ConfigureAwait(false) is { } fault) return fault;
        byte[] packed = [.. bytes, .. last];
        if (round.Key is null || round.Proof is null) return "without key and proof the model cannot be compared with C_Y";
        if (!PackedModel.TryUnpack(packed, round.Key.Dimension, round.Key.Parameters.ValueBits, out int[] model))
            return $"the published model has {packed.Length} bytes, another length than {round.Key.Dimension} parameters";
        Fr blinding = Fr.FromBigInteger(arguments.Integer("blinding"));
        PedersenGenerators generators = PedersenGenerators.LoadOrDerive(ProjectLayout.Cache, round.Key.Dimension, null, cancellation);
        if (!round.Proof.Model.Opens(generators, model, blinding, cancellation))
            return $"the model that {round.Settler} published does not open the settled commitment C_Y";
        round.Model = model;
        return null;
    }

    /// <summary>Collects the parts that were published before the last; null when each is signed, in its place and by who settled.</summary>
    private async Task<string?> PartsFaultAsync(List<byte> bytes, CancellationToken cancellation)
    {
        IReadOnlyList<ContractEvent> parts = await round.Testimony.EventsAsync(
            round.Coordinator, "ModelPartPublished", round.OfRound, cancellation).ConfigureAwait(false);
        foreach (ContractEvent part in parts)
        {
            (SignedCall call, AbiValues arguments) = await round.Testimony.CallBehindAsync(
                part, round.Coordinator, "publishModelPart", cancellation).ConfigureAwait(false);
            byte[] signed = arguments.Bytes("part");
            if (call.From != round.Settler || arguments.Integer("jobId") != round.Job.Id || arguments.Integer("round") != round.Number
                || arguments.Integer("offset") != part.Fields.Integer("offset") || arguments.Integer("offset") != bytes.Count
                || !signed.AsSpan().SequenceEqual(part.Fields.Bytes("part")))
            {
                return $"the part of the model at byte {bytes.Count} is not what {round.Settler}, who settled the round, signed";
            }

            bytes.AddRange(signed);
        }

        return null;
    }
}
