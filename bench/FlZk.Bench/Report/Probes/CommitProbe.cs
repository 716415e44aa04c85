using FlZk.Bn254;
using FlZk.Platform;
using FlZk.Statements;

namespace FlZk.Bench.Report.Probes;

/// <summary>A commitment to a million parameters of 24 bits, its generators from the cache on disk.</summary>
internal static class CommitProbe
{
    public const string Name = "commit";
    public const string Generators = "generators";
    public const string Subject = "1,000,000 parameters of 24 bits";
    private const int Parameters = 1_000_000;

    public static int Run(int samples)
    {
        PedersenGenerators.LoadOrDerive(ProjectLayout.Cache, Parameters);
        PedersenGenerators generators = null!;
        double[] load = Repeated.Time(
            samples, () => generators = PedersenGenerators.LoadOrDerive(ProjectLayout.Cache, Parameters), warmUps: 0);
        var random = new Random(1);
        var values = new int[Parameters];
        for (int i = 0; i < values.Length; i++) values[i] = random.Next(-(1 << 23), 1 << 23);
        double[] commit = Repeated.Time(samples, () => VectorCommitment.Commit(generators, values, Fr.One));
        ProbeProcess.Return(
        [
            new Measurement(Subject, Works.Commit, Programs.FlZk, "ms", commit),
            new Measurement(Subject, Works.Load, Programs.FlZk, "ms", load) { Detail = Generators },
        ]);
        return 0;
    }
}
