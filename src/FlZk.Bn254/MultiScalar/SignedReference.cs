using System.Runtime.CompilerServices;
using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254.MultiScalar;

/// <summary>
/// A point that enters a sum with a sign, as one word: its address, with the highest bit set when the opposite point enters. Points are
/// gathered from where they are, so nothing is copied to sort them; whoever makes references keeps the memory in place.
/// </summary>
internal static unsafe class SignedReference
{
    /// <summary>The sign bit; addresses of user space never have it.</summary>
    public const ulong Negative = 1UL << 63;

    /// <summary>Whether the point is infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsInfinity<TField>(ulong reference)
        where TField : unmanaged, IField<TField> => ((AffinePoint<TField>*)(reference & ~Negative))->IsInfinity;

    /// <summary>Reads the point, or its opposite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load<TField>(ulong reference, out AffinePoint<TField> point)
        where TField : unmanaged, IField<TField>
    {
        var source = (AffinePoint<TField>*)(reference & ~Negative);
        Unsafe.SkipInit(out point);
        Unsafe.AsRef(in point.X) = source->X;
        TField.NegateIf((ulong)((long)reference >> 63), source->Y, out Unsafe.AsRef(in point.Y));
    }
}
