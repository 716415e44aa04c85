using FlZk.Bench.Circuits;
using FlZk.Bench.Report.Probes;
using FlZk.Bench.Report.Processes;

namespace FlZk.Bench.Report.Pieces;

/// <summary>Proofs of one circuit, every prover in turn, round after round: whatever else the machine does hits all of them
/// alike.</summary>
/// <remarks>rapidsnark is a process per proof, as it comes. FlZk is measured as the command <c>flzk groth16 prove</c> (cold) and as a
/// server with its key loaded (warm), the latter on every instruction set and on one core.</remarks>
internal sealed class ProvePiece(BenchCircuit circuit) : IReportPiece
{
    // Scalar code takes ten times as long; a quick look need not wait for its largest proofs.
    private const int LargestQuickScalar = 16;

    // Proofs of a second and more compile themselves within one.
    private const int MostWarmUps = 5;
    private const double LongestWarmUp = 2000;

    private BenchFiles _files = null!;

    public string Name => $"prove/{circuit.Name}";

    public async Task PrepareAsync(ReportContext context, CancellationToken cancellation) =>
        _files = await context.Workshop.EnsureAsync(circuit, cancellation).ConfigureAwait(false);

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(ReportContext context, CancellationToken cancellation)
    {
        int rounds = context.SamplesOr(quick: circuit.LogDomain < 20 ? 3 : 2, standard: circuit.LogDomain < 20 ? 9 : 5);
        var samples = new SampleBook();
        var provers = new List<ProverProcess>();
        try
        {
            var cold = new ColdRuns(circuit, _files, context, samples);
            foreach ((Tier tier, int cores) in Variants(context))
            {
                ProverProcess prover = await ProverProcess.StartAsync(circuit.Name, cold.Key, _files.Witness, tier, cores, cancellation)
                    .ConfigureAwait(false);
                provers.Add(prover);
                samples.Add(Of(prover, Works.Load), prover.Ready.Milliseconds);
                if (prover.Ready.FirstLoad > 0)
                    samples.Add(Of(prover, Works.Load) with { Detail = Modes.ColdWithoutCache }, prover.Ready.FirstLoad);
                samples.Add(Of(prover, Works.ReadWitness), prover.Ready.ReadWitness);
                samples.Add(
                    Of(prover, Works.Prove) with { Mode = Modes.First }, await WarmUpAsync(prover, cancellation).ConfigureAwait(false));
            }

            await cold.FirstAsync(cancellation).ConfigureAwait(false);
            for (int round = 0; round < rounds; round++)
            {
                // What is there for comparison within this project, slow as it is, takes part in half of the rounds.
                foreach (ProverProcess prover in provers.Where((_, i) => i == 0 || 2 * round < rounds))
                    await ProveAsync(prover, samples, cancellation).ConfigureAwait(false);
                await cold.RoundAsync(oneCore: 2 * round < rounds, cancellation).ConfigureAwait(false);
            }

            return samples.Measurements;
        }
        finally
        {
            foreach (ProverProcess prover in provers) prover.Dispose();
        }
    }

    /// <summary>Proves until the runtime has compiled in earnest what a proof runs often; returns what the first proof took.</summary>
    private static async Task<double> WarmUpAsync(ProverProcess prover, CancellationToken cancellation)
    {
        double first = (await prover.ProveAsync(cancellation).ConfigureAwait(false)).Milliseconds, all = first;
        for (int proofs = 1; proofs < MostWarmUps && all < LongestWarmUp; proofs++)
            all += (await prover.ProveAsync(cancellation).ConfigureAwait(false)).Milliseconds;
        return first;
    }

    private static async Task ProveAsync(ProverProcess prover, SampleBook samples, CancellationToken cancellation)
    {
        ProverAnswer answer = await prover.ProveAsync(cancellation).ConfigureAwait(false);
        samples.Add(Of(prover, Works.Prove) with { Mode = Modes.Warm }, answer.Milliseconds);
        samples.Add(Of(prover, Works.Peak) with { Mode = Modes.Warm, Unit = "MiB" }, answer.PeakMiB);
        foreach (ProverPhase phase in answer.Phases)
            samples.Add(Of(prover, Works.Phase) with { Mode = Modes.Warm, Detail = phase.Name }, phase.Milliseconds);
    }

    private IEnumerable<(Tier Tier, int Cores)> Variants(ReportContext context)
    {
        yield return (Tier.Best, 0);
        yield return (Tier.Best, 1);
        foreach (Tier tier in Tier.Here.Skip(1))
        {
            if (tier.Name != Tier.Scalar || !context.Quick || circuit.LogDomain <= LargestQuickScalar) yield return (tier, 0);
        }
    }

    private static Measurement Of(ProverProcess prover, string work) => new(prover.Subject, work, Programs.FlZk, "ms", [])
    {
        Tier = prover.Tier.Name,
        Cores = prover.Cores > 0 ? prover.Cores : null,
    };
}
