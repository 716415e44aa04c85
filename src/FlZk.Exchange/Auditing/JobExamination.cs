using System.Globalization;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Keys;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Statements;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits one job: what its publisher signed, the verifier and key it pinned, and that no round is missing.</summary>
internal sealed class JobExamination(ChainTestimony testimony, ExchangeHistory history, AuditOptions options, ulong id)
{
    private readonly CheckList _checks = new();
    private int _started;

    public async Task<JobAudit> RunAsync(IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new WorkProgress($"auditing job {id}"));
        JobView job = await testimony.Contracts.Exchange.GetJobAsync(id, testimony.Block, cancellation).ConfigureAwait(false);
        await _checks.CheckAsync(
            "terms",
            $"the job's terms are those that its publisher {job.Publisher} signed",
            () => TermsFaultAsync(job, cancellation)).ConfigureAwait(false);
        LinkedVerificationKey? key = await ExamineKeyAsync(job, cancellation).ConfigureAwait(false);

        int rounds = await testimony.Contracts.Coordinator.CurrentRoundAsync(id, testimony.Block, cancellation).ConfigureAwait(false);
        await _checks.CheckAsync("rounds", $"{rounds} rounds were started, none is missing", () => RoundsFaultAsync(rounds, cancellation))
            .ConfigureAwait(false);
        rounds = Math.Min(rounds, _started);
        var audits = new List<RoundAudit>();
        for (int round = 1; round <= rounds; round++)
        {
            progress?.Report(new WorkProgress($"auditing job {id}", round, rounds));
            audits.Add(await new RoundExamination(testimony, history, options, job, key, round).RunAsync(cancellation)
                .ConfigureAwait(false));
        }

        progress?.Report(new WorkProgress($"auditing the money of job {id}"));
        await _checks.CheckAsync(
            "bounty",
            "the bounty was locked as promised, each finalised round took its exact part, and what is left is the publisher's",
            () => new BountyExamination(testimony, job).FaultAsync(cancellation)).ConfigureAwait(false);
        await _checks.CheckAsync(
            "slashes",
            "every slash has its offence, its exact amount and its destination, and every offence its slash and its fault",
            () => new SlashExamination(testimony, history, job).FaultAsync(cancellation)).ConfigureAwait(false);
        ExamineModelFile(job, audits);
        IReadOnlyList<AuditFact> facts = await FactsAsync(cancellation).ConfigureAwait(false);
        return new JobAudit
        {
            Job = id,
            Verdict = _checks.AllPassed ? Auditor.Conclude(audits.Select(static a => a.Verdict)) : AuditVerdict.Invalid,
            Publisher = job.Publisher.ToString(),
            Verifier = job.Spec.Verifier.ToString(),
            KeyId = job.Spec.KeyId.ToString(),
            Checks = _checks.Checks,
            Facts = facts,
            Rounds = audits,
        };
    }

    private async Task<string?> TermsFaultAsync(JobView job, CancellationToken cancellation)
    {
        Contract exchange = testimony.Contracts.Exchange.Contract;
        IReadOnlyList<ContractEvent> created = await testimony.EventsAsync(
            exchange, "TrainingJobCreated", new Dictionary<string, object> { ["jobId"] = id }, cancellation).ConfigureAwait(false);
        if (created.Count != 1) return $"the node shows {created.Count} creations of the job";
        (SignedCall call, AbiValues arguments) = await testimony.CallBehindAsync(
            created[0], exchange, "createTrainingJob", cancellation).ConfigureAwait(false);
        TrainingJobSpec signed = TrainingJobSpec.FromAbi(arguments.Tuple("spec"));
        if (call.From != job.Publisher || created[0].Fields.Address("publisher") != call.From)
            return $"the job's creation is signed by {call.From}, the contract says {job.Publisher}";
        if (signed != TrainingJobSpec.FromAbi(created[0].Fields.Tuple("spec")))
            return "the terms in the job's event are not those its publisher signed";
        return signed == job.Spec ? null : "the terms in the contract's state are not those its publisher signed";
    }

    private async Task<LinkedVerificationKey?> ExamineKeyAsync(JobView job, CancellationToken cancellation)
    {
        LinkedVerifierContract verifier = testimony.Contracts.Verifier(job.Spec.Verifier);
        await _checks.CheckAsync("verifier code", $"the code of verifier {verifier.Address} has the hash that the job pinned", async () =>
        {
            Hash32 hash = await verifier.CodeHashAsync(testimony.Block, cancellation).ConfigureAwait(false);
            return hash == job.Spec.VerifierCodeHash
                ? null
                : $"the verifier's code has hash {hash}, the job pinned {job.Spec.VerifierCodeHash}";
        }).ConfigureAwait(false);

        LinkedVerificationKey? key = null;
        const string Sound =
            "the stored verification key has the id that the job pinned, its points are sound, and it is for the job's models";
        await _checks.CheckAsync("key", Sound, async () =>
        {
            byte[] blob = await verifier.KeyBlobAsync(testimony.Block, cancellation).ConfigureAwait(false);
            Hash32 keyId = Keccak256.Hash(blob);
            if (keyId != job.Spec.KeyId) return $"the stored key has id {keyId}, the job pinned {job.Spec.KeyId}";
            LinkedVerificationKey parsed = JobKeys.Parse(blob, "the stored key");
            if (parsed.Dimension != job.Spec.Dimension || parsed.Chunks != job.Spec.ChunkCount)
            {
                return $"the key is for {parsed.Dimension} parameters in {parsed.Chunks} chunks, the job for {job.Spec.Dimension} in "
                    + $"{job.Spec.ChunkCount}";
            }
            key = parsed;
            return null;
        }).ConfigureAwait(false);
        if (key is not null) ExamineOrigin(key);
        if (job.Spec.ContributionVerifier.IsZero) return key;
        await _checks.CheckAsync(
            "contribution key",
            "the contribution verifier has the code that the job opened with, and a sound key for its models",
            async () =>
            {
                BoundedUpdateVerificationKey contributions = await AuditedContributionKey.ReadAsync(
                    testimony, job, cancellation).ConfigureAwait(false);
                options.KeyPolicy.Require(testimony.Contracts.ChainId, contributions);
                return null;
            }).ConfigureAwait(false);
        return key;
    }

    private void ExamineOrigin(LinkedVerificationKey key)
    {
        ulong chainId = testimony.Contracts.ChainId;
        string? fault = null;
        try
        {
            options.KeyPolicy.Require(chainId, key);
        }
        catch (KeyException refusal)
        {
            fault = refusal.Message;
        }

        _checks.Check(
            "key origin",
            KeyPolicy.IsDevelopmentKey(key)
                ? $"a development key, on chain {chainId}: anyone can forge under it, which is for trying things out only"
                : "not a known development key",
            fault);
        if (options.TrustedKeys is not { } trusted) return;
        string? stranger = trusted.Contains(JobKeys.IdOf(key)) ? null : $"key {key.KeyId} is none of those that the auditor trusts";
        _checks.Check("trusted key", "the key is one that the auditor trusts", stranger);
    }

    private async Task<string?> RoundsFaultAsync(int rounds, CancellationToken cancellation)
    {
        IReadOnlyList<ContractEvent> started = await testimony.EventsAsync(
            testimony.Contracts.Coordinator.Contract, "RoundStarted", new Dictionary<string, object> { ["jobId"] = id }, cancellation)
            .ConfigureAwait(false);
        _started = started.Count;
        int[] numbers = [.. started.Select(static e => e.Fields.Int32("round"))];
        if (!numbers.SequenceEqual(Enumerable.Range(1, rounds)))
            return $"the contract counts {rounds} rounds, the node shows the starts of [{string.Join(", ", numbers)}]";
        foreach (ContractEvent one in started)
        {
            if (one.Fields.Hash("roundKey") != testimony.Contracts.Coordinator.RoundId(id, one.Fields.Int32("round")).Key)
                return $"round {one.Fields.Int32("round")} was started under another key than its own";
        }

        return null;
    }

    private void ExamineModelFile(JobView job, List<RoundAudit> audits)
    {
        if (options.Model is not { } model) return;
        RoundAudit? round = options.ModelRound is { } number
            ? audits.FirstOrDefault(a => a.Round == number)
            : audits.LastOrDefault(static a => a.PublishedModel is not null);
        string? fault = round?.PublishedModel is not { } published
            ? $"job {job.Id} published no model in that round"
            : ModelExamination.ModelDifference(model.Span, published);
        _checks.Check("model file", $"the given model is the one that round {round?.Round} published", fault);
    }

    /// <summary>What happened between the job's creation and its closing that the auditor does not judge.</summary>
    private async Task<IReadOnlyList<AuditFact>> FactsAsync(CancellationToken cancellation)
    {
        var ofJob = new Dictionary<string, object> { ["jobId"] = id };
        Contract exchange = testimony.Contracts.Exchange.Contract;
        List<AuditFact> facts = [];
        try
        {
            IReadOnlyList<ContractEvent> created = await testimony.EventsAsync(
                exchange, "TrainingJobCreated", ofJob, cancellation).ConfigureAwait(false);
            IReadOnlyList<ContractEvent> closed = await testimony.EventsAsync(
                exchange, "TrainingJobClosed", ofJob, cancellation).ConfigureAwait(false);
            ulong from = created.Count > 0 ? created[0].Log.BlockNumber : 0;
            ulong to = closed.Count > 0 ? closed[^1].Log.BlockNumber : testimony.Block;
            facts.AddRange(history.Governance.Changes.Where(fact => fact.Block >= from && fact.Block <= to));
            foreach (ContractEvent one in await testimony.EventsAsync(
                testimony.Contracts.Coordinator.Contract, "FinalWeightsCommitted", ofJob, cancellation).ConfigureAwait(false))
            {
                facts.Add(new AuditFact(one.Log.BlockNumber, "weights", string.Create(
                    CultureInfo.InvariantCulture,
                    $"the model of round {one.Fields.Integer("round")} was declared the final one, as a file with hash "
                    + $"{one.Fields.Hash("contentHash")} at '{one.Fields.Text("location")}'")));
            }
        }
        catch (Exception malformed) when (CheckList.IsTestimony(malformed))
        {
            _checks.Check("facts", "what happened while the job ran could be read", malformed.Message);
        }

        return facts;
    }
}
