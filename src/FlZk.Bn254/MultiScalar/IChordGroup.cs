using FlZk.Bn254.Fields;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.MultiScalar;

/// <summary>
/// Affine additions of a group of pairs around the inversion of their chords' denominators, over Fp or Fp2: the part of
/// <see cref="LaneAffineAdder{TField, TKernels, TChord}"/> that depends on the field.
/// </summary>
/// <remarks>A group is <see cref="Blocks"/> blocks. A coordinate over Fp2 is a group of first components and a group of second
/// ones.</remarks>
/// <typeparam name="TField">The coordinates' field.</typeparam>
internal unsafe interface IChordGroup<TField>
    where TField : unmanaged, IField<TField>
{
    /// <summary>Blocks per group: enough independent chains to hide the latency of multiplication.</summary>
    const int Blocks = 8;

    /// <summary>Elements of Fp per coordinate.</summary>
    static abstract int Components { get; }

    /// <summary>Loads pairs of points: x1 and y1 at most p, dx = x2 - x1 and dy = y2 - y1 at most 2p.</summary>
    /// <param name="left">The first points, as <see cref="SignedReference"/>, and words behind to look ahead.</param>
    /// <param name="right">The second points, likewise.</param>
    /// <param name="x1">Coordinates, as the next three.</param>
    /// <param name="y1">See x1.</param>
    /// <param name="dx">See x1. Invertible in exceptional lanes too.</param>
    /// <param name="dy">See x1.</param>
    /// <param name="exceptions">One byte per block, whose bit l is set in lanes l without a chord: equal x, or one of the points infinity.
    /// A few others may be marked.</param>
    /// <returns>Whether there is an exception.</returns>
    static abstract bool LoadPairs(ulong* left, ulong* right, ulong* x1, ulong* y1, ulong* dx, ulong* dy, byte* exceptions);

    /// <summary>A group of elements of Fp whose inverses give those of dx: its norms, written to the room given, or dx itself.</summary>
    static abstract ulong* Denominators(ulong* room, ulong* dx);

    /// <summary>s = dy / dx, below 2p, from the scaled inverses of the denominators. dx may be overwritten; so for FinishX.</summary>
    static abstract void Slopes(ulong* s, ulong* dx, ulong* dy, ulong* inverses, ulong* room);

    /// <summary>x3, canonical, from the slope; and t, whose product with the slope is s (x1 - x3).</summary>
    static abstract void FinishX(ulong* x3, ulong* t, ulong* s, ulong* x1, ulong* dx, ulong* room);

    /// <summary>y3 = s t - y1, and stores (x3, y3), canonical, at the target addresses. t may be overwritten.</summary>
    static abstract void FinishY(ulong* targets, ulong* x3, ulong* t, ulong* s, ulong* y1, ulong* room);
}
