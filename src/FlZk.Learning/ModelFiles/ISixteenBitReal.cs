using System.Runtime.Intrinsics;

namespace FlZk.Learning.ModelFiles;

/// <summary>A stored real of sixteen bits.</summary>
internal interface ISixteenBitReal : IStoredReal<ushort>
{
    /// <summary>Rounds 32 floats to this form, to nearest, ties to even.</summary>
    /// <param name="first">Sixteen of them; none is NaN, infinite, or beyond the form's greatest real.</param>
    /// <param name="second">The others.</param>
    static abstract Vector512<ushort> Narrow(Vector512<float> first, Vector512<float> second);

    /// <summary>Rounds floats to this form, to nearest, ties to even.</summary>
    /// <param name="source">As many as <paramref name="target"/> holds.</param>
    /// <param name="target">Receives one each.</param>
    /// <param name="vectorised">False takes the scalar twin throughout.</param>
    static abstract void FromSingle(ReadOnlySpan<float> source, Span<ushort> target, bool vectorised);
}
