using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>Runs every kernel of a proof once on something small, so that it is compiled while files are read.</summary>
internal static class ProverWarmUp
{
    /// <summary>Enough terms that sums take the path of large ones.</summary>
    private const int Terms = 1 << 7;

    private const int LogRows = 10;

    private static readonly Lazy<bool> Once = new(Run);

    /// <summary>Does it once for the process; later calls return at once.</summary>
    public static void Ensure() => _ = Once.Value;

    private static bool Run()
    {
        var one = new Execution(MaximumThreads: 1);
        var g1 = new G1Affine[Terms];
        var g2 = new G2Affine[Terms];
        var scalars = new Fr[Terms];
        (g1[0], g2[0], scalars[0]) = (G1Affine.Generator, G2Affine.Generator, Fr.FromUInt64(3).Inverse());
        for (int i = 1; i < Terms; i++)
        {
            (g1[i], g2[i], scalars[i]) = (g1[i - 1] + g1[0], g2[i - 1] + g2[0], scalars[i - 1] * scalars[0]);
        }

        Task transforms = Task.Run(() =>
        {
            var domain = new EvaluationDomain(LogRows);
            domain.MoveToCoset(new Fr[1 << LogRows]);
        });
        _ = MultiScalarMultiplication.Compute(g1, scalars, one);
        _ = MultiScalarMultiplication.Compute(g2, scalars, one);
        transforms.GetAwaiter().GetResult();
        return true;
    }
}
