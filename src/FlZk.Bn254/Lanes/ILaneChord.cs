using FlZk.Bn254.Fields;
using FlZk.Bn254.MultiScalar;

namespace FlZk.Bn254.Lanes;

/// <summary>
/// The parts of affine addition around its multiplications, between points in memory, two coordinates of four words per field component
/// each, and lanes. For a chord of slope s, x3 = s^2 - x1 - x2 and y3 = s (x1 - x3) - y1.
/// </summary>
/// <remarks>
/// Lanes multiply with a factor 1/R, while coordinates carry a factor 2^256. Both are absorbed by the inverse of the chord's dx, which
/// starts as <see cref="InverseScale"/> over the integer, so that the slope comes out with a factor that <see cref="FinishX"/> makes good:
/// nothing is converted.
/// </remarks>
internal unsafe interface ILaneChord<TField> : ILaneField<TField>
    where TField : unmanaged, IField<TField>
{
    /// <summary>How far ahead of the block that is loaded points are fetched into the cache, in pairs.</summary>
    const int Ahead = 16;

    /// <summary>What the inverse of dx is multiplied with.</summary>
    static abstract TField InverseScale { get; }

    /// <summary>
    /// Loads rows of two elements of pairs of points: in G1 both coordinates. For either element, its value in the first point, at most q,
    /// and its difference, the second's minus the first's, at most 2q.
    /// </summary>
    /// <param name="left">The first points, as <see cref="SignedReference"/>, one per lane of every block; <see cref="Ahead"/> words and a
    /// block's behind them are read to fetch points into the cache.</param>
    /// <param name="right">The second points, likewise.</param>
    /// <param name="word">Where in a point its row begins.</param>
    /// <param name="xSign"><see cref="SignedReference.Negative"/> if x is negated with its point, or zero.</param>
    /// <param name="ySign">The same for y.</param>
    /// <param name="x1">Blocks, as the next three. x is the row's first element.</param>
    /// <param name="y1">See x1. y is the row's second element.</param>
    /// <param name="dx">See x1. One in exceptional lanes, so that it is invertible there.</param>
    /// <param name="dy">See x1.</param>
    /// <param name="exceptions">One byte per block, whose bit l is set when in lane l the x are equal up to sign or a y is zero, as that of
    /// infinity is: then there is no chord in G1.</param>
    /// <param name="blocks">How many.</param>
    /// <returns>Whether there is an exception.</returns>
    static abstract bool LoadRows(
        ulong* left,
        ulong* right,
        int word,
        ulong xSign,
        ulong ySign,
        ulong* x1,
        ulong* y1,
        ulong* dx,
        ulong* dy,
        byte* exceptions,
        int blocks);

    /// <summary>
    /// x3, canonical, from the slope's square, below 2q, x1 and dx as loaded; and t, whose product with the slope is s (x1 - x3).
    /// </summary>
    static abstract void FinishX(ulong* x3, ulong* t, ulong* square, ulong* x1, ulong* dx, int blocks);

    /// <summary>y3 = product - y1 for a product below 2q, and stores (x3, y3), canonical, at the target addresses.</summary>
    static abstract void FinishY(ulong* targets, ulong* x3, ulong* product, ulong* y1, int blocks);
}
