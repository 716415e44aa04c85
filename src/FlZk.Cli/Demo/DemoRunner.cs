using System.Diagnostics;
using System.Numerics;
using FlZk.Circuits.Witnesses;
using FlZk.Cli.Commands.Groth16;
using FlZk.Cli.Commands.Statements;
using FlZk.Ethereum;
using FlZk.Ethereum.Development;
using FlZk.Exchange.Auditing;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Keys;
using FlZk.Exchange.Models;
using FlZk.Exchange.Roles;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Training.Federation;

namespace FlZk.Cli.Demo;

/// <summary>The main job, end to end on a local chain: every part is the one that a real federation would use.</summary>
/// <param name="options">What to show.</param>
/// <param name="folder">Where journals, models and addresses go.</param>
/// <param name="progress">Told of each step.</param>
/// <param name="note">Told what a person should know beside the progress.</param>
internal sealed class DemoRunner(DemoOptions options, string folder, IProgress<WorkProgress>? progress, Action<string> note)
{
    /// <summary>Runs the whole demo; the chain ends with it, whatever happens.</summary>
    /// <param name="whileTheChainRuns">Called with the audited chain before it ends.</param>
    /// <param name="cancellation">Ctrl-C.</param>
    public async Task<DemoReport> RunAsync(Func<AnvilNode, DemoReport, Task> whileTheChainRuns, CancellationToken cancellation)
    {
        DemoWorkload workload = DemoWorkload.Create(options);
        (Statements.FedAvgProvingKeys keys, Circuits.Keys.CircuitKeys circuit, _) =
            await FedAvgDevelopmentKeys.EnsureAsync(
                options.Circuit, workload.InitialModel.Length, progress, cancellation).ConfigureAwait(false);
        ContractArtifacts artifacts = await ContractArtifacts.EnsureBuiltAsync(progress, cancellation).ConfigureAwait(false);
        using IAggregationDevice device = AggregationDevices.Open(options.Device, note);
        using CatalogWitnessGenerator witnesses = CatalogWitnessGenerator.Open(circuit.Circuit);

        progress?.Report(new WorkProgress("starting a local chain"));
        await using AnvilNode chain = await AnvilNode.StartAsync(
            new AnvilOptions { AccountCount = DemoFederation.AccountsFor(options.Providers) }, progress, cancellation)
            .ConfigureAwait(false);
        using DemoFederation federation = await DemoFederation.FoundAsync(
            chain, artifacts, keys, witnesses, BackendOption.Open(options.Backend), device, options, workload.InitialModel, folder,
            progress, cancellation)
            .ConfigureAwait(false);

        var rounds = new List<DemoRound>();
        ReadOnlyMemory<int> model = workload.InitialModel;
        for (int i = 0; i < options.Rounds; i++)
        {
            (DemoRound round, model) = await RunRoundAsync(federation, workload, model, cancellation).ConfigureAwait(false);
            rounds.Add(round);
        }

        AuditReport audit = await AuditAsync(chain, federation, cancellation).ConfigureAwait(false);
        var report = new DemoReport
        {
            ChainId = federation.Contracts.ChainId,
            Backend = options.Backend,
            Device = device.Name,
            Job = Describe(federation, workload),
            Rounds = rounds,
            Audit = Summarise(audit, federation.Job.Id),
        };
        await whileTheChainRuns(chain, report).ConfigureAwait(false);
        return report;
    }

    private async Task<(DemoRound Round, ReadOnlyMemory<int> Model)> RunRoundAsync(
        DemoFederation federation, DemoWorkload workload, ReadOnlyMemory<int> model, CancellationToken cancellation)
    {
        ulong job = federation.Job.Id;
        (int number, _) = await federation.Publisher.StartRoundAsync(job, cancellation).ConfigureAwait(false);

        // Train, quantise, commit: nobody delivers before everybody has committed.
        var clock = new RoundClock();
        var packages = new List<DeliveryPackage>();
        ulong commitGas = 0, revealGas = 0, claimGas = 0;
        for (int i = 0; i < federation.Providers.Count; i++)
        {
            progress?.Report(new WorkProgress($"round {number}: providers train, quantise and commit", i, federation.Providers.Count));
            LocalTrainingResult trained = clock.Train(() => workload.Train(i, number, model.Span, cancellation));
            var update = new int[trained.Parameters.Length];
            QuantisationReport quantised = clock.Quantise(() => FixedPointFormat.Default.Quantise(trained.Parameters, update));
            if (quantised.Clamped > 0)
                note($"round {number}: provider {i + 1} has {quantised.Clamped} parameters out of range; they saturate");
            long weight = Math.Min(trained.SampleCount, federation.Job.Spec.MaxWeight);
            ProviderCommit commit = await federation.Providers[i].CommitAsync(
                job, update, weight, null, cancellation).ConfigureAwait(false);
            clock.Commit += commit.CommitTime;
            commitGas = Math.Max(commitGas, commit.Transaction?.GasUsed ?? 0);
            packages.Add(commit.Package);
        }

        progress?.Report(new WorkProgress($"round {number}: the aggregator checks deliveries, providers reveal"));
        IntakeResult intake = await federation.Aggregator.AcceptAsync(job, number, packages, null, cancellation).ConfigureAwait(false);
        foreach (DeliveryRefusal refusal in intake.Refusals) note($"round {number}: {refusal.Provider} was refused: {refusal.Reason}");
        foreach (ContributionReceipt receipt in intake.Receipts)
        {
            Provider provider = federation.Providers.First(candidate => candidate.Address == receipt.Provider);
            SentTransaction? reveal = await provider.RevealAsync(receipt, default, cancellation).ConfigureAwait(false);
            revealGas = Math.Max(revealGas, reveal?.GasUsed ?? 0);
        }

        RoundSettlement settled = await federation.Aggregator.SettleAsync(
            job, number, new RoundProgress(progress, number), cancellation).ConfigureAwait(false);

        progress?.Report(new WorkProgress($"round {number}: providers claim their rewards"));
        var rewards = new List<DemoReward>();
        foreach (Provider provider in federation.Providers)
        {
            ProviderClaim claim = await provider.ClaimAsync(job, number, cancellation).ConfigureAwait(false);
            rewards.Add(new DemoReward(provider.Address.ToString(), claim.Amount));
            claimGas = Math.Max(claimGas, claim.Transaction?.GasUsed ?? 0);
        }

        // The next round starts from what is on chain, checked against its commitment, and from nothing else.
        PublishedModel published = await PublishedModels.ReadAsync(
            federation.Contracts, job, number, null, cancellation).ConfigureAwait(false)
            ?? throw new Exchange.ExchangeException($"The model of round {number} was not published.");
        SafetensorsFile.WriteModel(
            Path.Combine(folder, $"model-round-{number}.safetensors"),
            new QuantisedUpdate(
            workload.Layout.StoredAs(ElementType.Int32), published.Values.ToArray(), FixedPointFormat.Default).ToModel());
        var round = new DemoRound
        {
            Round = number,
            Providers = settled.Contributions.Count,
            Parameters = published.Values.Length,
            Chunks = settled.Proof.Chunks.Count,
            Constraints = options.Circuit.ConstraintCount * settled.Proof.Chunks.Count,
            TotalWeight = settled.TotalWeight,
            Accuracy = workload.Accuracy(published.Values.Span),
            SingleProviderAccuracy = workload.TrainAlone(number, cancellation),
            ModelCommitment = PointText.Of(settled.ModelCommitment),
            ProofVerified =
                (await federation.Contracts.Coordinator.GetRoundAsync(job, number, default, cancellation).ConfigureAwait(false)).Phase
                == Exchange.Rounds.RoundPhase.Finalised,
            TimingsMs = clock.With(settled),
            Gas = new DemoGas(commitGas, revealGas, settled.Settlement.GasUsed, claimGas, settled.Publication.GasUsed),
            Rewards = rewards,
        };
        return (round, published.Values);
    }

    private async Task<AuditReport> AuditAsync(AnvilNode chain, DemoFederation federation, CancellationToken cancellation)
    {
        progress?.Report(new WorkProgress("auditing from the chain alone"));
        using var web3 = new Web3(chain.Url);
        AuditReport audit = await new Auditor(web3, federation.Contracts.Exchange.Address)
            .AuditAsync(federation.Job.Id, progress, cancellation).ConfigureAwait(false);
        AtomicFile.WriteAllText(Path.Combine(folder, "audit.txt"), audit.ToText());
        return audit;
    }

    private DemoJob Describe(DemoFederation federation, DemoWorkload workload) => new()
    {
        Id = federation.Job.Id,
        Exchange = federation.Contracts.Exchange.Address.ToString(),
        Verifier = federation.Job.Spec.Verifier.ToString(),
        KeyId = federation.Job.Spec.KeyId.ToString(),
        Circuit = options.Circuit.Name,
        Parameters = federation.Job.Spec.Dimension,
        Chunks = federation.Job.Spec.ChunkCount,
        Bounty = federation.Job.Spec.Bounty,
        Data = workload.Description,
        Seed = options.Seed,
        InitialAccuracy = workload.Accuracy(workload.InitialModel),
    };

    private static DemoAudit Summarise(AuditReport audit, ulong job) => new(
        audit.Verdict.ToString().ToLowerInvariant(),
        [.. audit.Jobs.Single(candidate => candidate.Job == job).Rounds.Select(round => new DemoAuditRound(
            round.Round,
            round.Verdict.ToString().ToLowerInvariant(),
            round.Checks.Count,
            [.. round.Checks.Where(check => !check.Passed).Select(check => $"{check.Name}: {check.Reason}")]))],
        audit.NotCovered);

    /// <summary>Adds up what a round's steps take over all providers.</summary>
    private sealed class RoundClock
    {
        private TimeSpan _train;
        private TimeSpan _quantise;

        public TimeSpan Commit { get; set; }

        public T Train<T>(Func<T> work) => Measure(work, ref _train);

        public T Quantise<T>(Func<T> work) => Measure(work, ref _quantise);

        public DemoTimings With(RoundSettlement settled) => new(
            _train.TotalMilliseconds,
            _quantise.TotalMilliseconds,
            Commit.TotalMilliseconds,
            settled.AggregateTime.TotalMilliseconds,
            settled.Timings.Witness.TotalMilliseconds,
            settled.Timings.Prove.TotalMilliseconds,
            settled.Timings.Link.TotalMilliseconds,
            settled.Timings.Verify.TotalMilliseconds,
            settled.SubmitTime.TotalMilliseconds);

        private static T Measure<T>(Func<T> work, ref TimeSpan sum)
        {
            long start = Stopwatch.GetTimestamp();
            T result = work();
            sum += Stopwatch.GetElapsedTime(start);
            return result;
        }
    }

    /// <summary>Puts the round's number before each phase.</summary>
    private sealed class RoundProgress(IProgress<WorkProgress>? inner, int round) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => inner?.Report(value with { Phase = $"round {round}: {value.Phase}" });
    }
}
