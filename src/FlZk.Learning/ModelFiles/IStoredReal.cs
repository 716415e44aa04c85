using System.Numerics;
using System.Runtime.Intrinsics;

namespace FlZk.Learning.ModelFiles;

/// <summary>A form in which reals are stored, as kernels ask for it: widened to 32-bit floats, exactly, singly or in vectors.</summary>
/// <typeparam name="TBits">What one is stored as.</typeparam>
internal interface IStoredReal<TBits>
    where TBits : unmanaged
{
    /// <summary>The float that <paramref name="bits"/> stand for.</summary>
    static abstract float Widen(TBits bits);

    /// <summary>Loads two vectors of floats.</summary>
    /// <param name="source">The array.</param>
    /// <param name="index">Index of the first element; twice <see cref="Vector{T}.Count"/> floats are there from it on.</param>
    /// <param name="first">Receives the first vector.</param>
    /// <param name="second">Receives the one behind it.</param>
    static abstract void Load(ref TBits source, nuint index, out Vector<float> first, out Vector<float> second);

    /// <summary>Loads one vector of 16 floats.</summary>
    /// <param name="source">The array.</param>
    /// <param name="index">Index of the first element; 16 are there from it on.</param>
    static abstract Vector512<float> Load(ref TBits source, nuint index);

    /// <summary>The range of no values, to begin with.</summary>
    static abstract OrderedBits NoRange { get; }

    /// <summary>Extends a range by values, compared as the bits they are stored as, without widening.</summary>
    /// <param name="range">The range.</param>
    /// <param name="source">The values.</param>
    /// <param name="length">A multiple of 32.</param>
    static abstract void Extend(ref OrderedBits range, ref TBits source, nuint length);

    /// <summary>The least and the greatest value of a range; infinite or NaN, one of them or both, where any value is.</summary>
    static abstract (float Least, float Greatest) EndsOf(in OrderedBits range);
}
