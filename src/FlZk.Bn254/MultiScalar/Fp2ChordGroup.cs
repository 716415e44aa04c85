using System.Runtime.InteropServices;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.MultiScalar;

/// <summary>Groups of chords over Fp2, on a tier's kernels for Fp.</summary>
/// <remarks>
/// With dx = a + b u, the denominator is the norm a^2 + b^2, and the slope is dy (a - b u) over it: the inversion stays in Fp.
/// Components of products are sums of two products with one reduction. dx, dy and slopes are at most 2p, so that no bound of products is
/// exceeded: 2 2 + 2 2 for the norm and the slope, 4 4 for a square, 2 16 + 2 16 at most for s t.
/// </remarks>
internal readonly unsafe struct Fp2ChordGroup<TKernels> : IChordGroup<Fp2>
    where TKernels : struct, ILaneExtension
{
    private const int Blocks = IChordGroup<Fp2>.Blocks;

    /// <summary>Words of an Fp2 coordinate in memory.</summary>
    private const int RowLength = 8;
    private const ulong Sign = SignedReference.Negative;

    /// <inheritdoc/>
    public static int Components => 2;

    private static int Second => Blocks * TKernels.BlockLength;

    /// <inheritdoc/>
    /// <remarks>
    /// Equal x have equal first components, and the second component of infinity's x is zero: all exceptions are among those of the rows of
    /// x. The norm of what dx is there, 1 + b u, is not zero, because -1 is no square.
    /// </remarks>
    public static bool LoadPairs(ulong* left, ulong* right, ulong* x1, ulong* y1, ulong* dx, ulong* dy, byte* exceptions)
    {
        byte* yExceptions = stackalloc byte[Blocks];
        bool exceptional = TKernels.LoadRows(left, right, 0, 0, 0, x1, x1 + Second, dx, dx + Second, exceptions, Blocks);
        if (TKernels.LoadRows(
            left, right, RowLength, Sign, Sign, y1, y1 + Second, dy, dy + Second, yExceptions, Blocks))
        {
            // Where the first components of y are equal, up to sign, dy is not their difference.
            for (int block = 0; block < Blocks; block++) exceptions[block] |= yExceptions[block];
            exceptional = true;
        }

        return exceptional;
    }

    /// <inheritdoc/>
    public static ulong* Denominators(ulong* room, ulong* dx)
    {
        TKernels.MultiplyAdd(room, dx, dx, dx + Second, dx + Second, Blocks);
        return room;
    }

    /// <inheritdoc/>
    public static void Slopes(ulong* s, ulong* dx, ulong* dy, ulong* inverses, ulong* room)
    {
        // (dy0 + dy1 u)(a - b u) = dy0 a + dy1 b + (dy1 a - dy0 b) u
        Negate(room, dx + Second);
        TKernels.MultiplyAdd(s, dy, dx, dy + Second, dx + Second, Blocks);
        TKernels.MultiplyAdd(s + Second, dy + Second, dx, dy, room, Blocks);
        TKernels.Multiply(s, s, inverses, Blocks);
        TKernels.Multiply(s + Second, s + Second, inverses, Blocks);
    }

    /// <inheritdoc/>
    public static void FinishX(ulong* x3, ulong* t, ulong* s, ulong* x1, ulong* dx, ulong* room)
    {
        // (s0 + s1)(s0 - s1) + 2 s0 s1 u
        TKernels.Add(room, s, s + Second, Blocks);
        TKernels.Subtract(room + Second, s, s + Second, Blocks);
        TKernels.Multiply(x3, room, room + Second, Blocks);
        TKernels.Add(room, s + Second, s + Second, Blocks);
        TKernels.Multiply(x3 + Second, s, room, Blocks);
        TKernels.FinishX(x3, t, x3, x1, dx, Blocks);
        TKernels.FinishX(x3 + Second, t + Second, x3 + Second, x1 + Second, dx + Second, Blocks);
    }

    /// <inheritdoc/>
    public static void FinishY(ulong* targets, ulong* x3, ulong* t, ulong* s, ulong* y1, ulong* room)
    {
        // s0 t0 - s1 t1 + (s0 t1 + s1 t0) u
        Negate(room, s + Second);
        TKernels.MultiplyAdd(room, s, t, room, t + Second, Blocks);
        TKernels.MultiplyAdd(room + Second, s, t + Second, s + Second, t, Blocks);

        // The kernel that stores a point of G1 stores a row: its first element as it is, the second as a difference.
        NativeMemory.Clear(t, (nuint)Second * sizeof(ulong));
        TKernels.FinishY(targets, x3, x3 + Second, t, Blocks);
        TKernels.Subtract(room, room, y1, Blocks);
        TKernels.Reduce(room, room, Blocks);
        ulong* rows = stackalloc ulong[Blocks * TKernels.Lanes];
        for (int i = 0; i < Blocks * TKernels.Lanes; i++) rows[i] = targets[i] + (RowLength * sizeof(ulong));
        TKernels.FinishY(rows, room, room + Second, y1 + Second, Blocks);
    }

    /// <summary>2p - a.</summary>
    private static void Negate(ulong* r, ulong* a)
    {
        NativeMemory.Clear(r, (nuint)Second * sizeof(ulong));
        TKernels.Subtract(r, r, a, Blocks);
    }
}
