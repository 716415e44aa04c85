using System.Numerics;

namespace FlZk.Learning.ModelFiles;

/// <summary>A 16-bit floating-point form, as kernels ask for it: widening, exactly, one number or a vector of them.</summary>
internal interface IHalfPrecision
{
    /// <summary>The 32-bit float that <paramref name="bits"/> stands for.</summary>
    static abstract float Widen(ushort bits);

    /// <summary>The same for every lane; the upper sixteen bits of each are zero.</summary>
    static abstract Vector<float> Widen(Vector<uint> bits);
}
