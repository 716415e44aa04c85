using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.MultiScalar;

/// <summary>Groups of chords over Fp, on a tier's kernels.</summary>
internal readonly unsafe struct FpChordGroup<TKernels> : IChordGroup<Fp>
    where TKernels : struct, ILaneChord<Fp>
{
    private const int Blocks = IChordGroup<Fp>.Blocks;

    /// <inheritdoc/>
    public static int Components => 1;

    /// <inheritdoc/>
    public static bool LoadPairs(ulong* left, ulong* right, ulong* x1, ulong* y1, ulong* dx, ulong* dy, byte* exceptions) =>
        TKernels.LoadRows(left, right, 0, 0, SignedReference.Negative, x1, y1, dx, dy, exceptions, Blocks);

    /// <inheritdoc/>
    public static ulong* Denominators(ulong* room, ulong* dx) => dx;

    /// <inheritdoc/>
    public static void Slopes(ulong* s, ulong* dx, ulong* dy, ulong* inverses, ulong* room) => TKernels.Multiply(s, dy, inverses, Blocks);

    /// <inheritdoc/>
    public static void FinishX(ulong* x3, ulong* t, ulong* s, ulong* x1, ulong* dx, ulong* room)
    {
        TKernels.Square(x3, s, Blocks);
        TKernels.FinishX(x3, t, x3, x1, dx, Blocks);
    }

    /// <inheritdoc/>
    public static void FinishY(ulong* targets, ulong* x3, ulong* t, ulong* s, ulong* y1, ulong* room)
    {
        TKernels.Multiply(t, s, t, Blocks);
        TKernels.FinishY(targets, x3, t, y1, Blocks);
    }
}
