using System.Numerics;
using System.Runtime.Intrinsics;

namespace FlZk.Learning.ModelFiles;

/// <summary>A stored real of sixteen bits: how floats are rounded to it, to nearest, ties to even. See <see cref="SixteenBits"/>.</summary>
internal interface ISixteenBitReal : IStoredReal<ushort>
{
    /// <summary>The scalar twin of the others.</summary>
    static abstract ushort Round(float value);

    /// <summary>The form's bits in the lower half of each lane.</summary>
    static abstract Vector<uint> Round(Vector<float> value);

    /// <summary>The form's bits in the lower half of each lane.</summary>
    static abstract Vector512<uint> Round(Vector512<float> value);

    /// <summary>As <see cref="Round(Vector512{float})"/>, of floats of which none is NaN, infinite, or beyond the form's greatest
    /// real.</summary>
    static abstract Vector512<uint> RoundFinite(Vector512<float> value);
}
