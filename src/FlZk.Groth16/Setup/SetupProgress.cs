using FlZk.Bn254;
using FlZk.Platform;

namespace FlZk.Groth16;

/// <summary>Multiplies the generators by arrays of scalars, telling of each phase.</summary>
internal sealed class SetupProgress(IProgress<WorkProgress>? progress, CancellationToken cancellation)
{
    public const int PhaseCount = 7;
    private int _done;

    /// <summary>Tells of a phase that begins now.</summary>
    public void Begin(string phase)
    {
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new WorkProgress(phase, _done++, PhaseCount));
    }

    public G1Affine[] InG1(string phase, ReadOnlyMemory<Fr> scalars)
    {
        Begin(phase);
        var points = new G1Affine[scalars.Length];
        FixedBaseMultiplication.Multiply(G1Affine.Generator, scalars, points, cancellation);
        return points;
    }

    public G2Affine[] InG2(string phase, ReadOnlyMemory<Fr> scalars)
    {
        Begin(phase);
        var points = new G2Affine[scalars.Length];
        FixedBaseMultiplication.Multiply(G2Affine.Generator, scalars, points, cancellation);
        return points;
    }
}
