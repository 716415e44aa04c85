using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FlZk.Learning.ModelFiles;

/// <summary>IEEE 754 binary32.</summary>
internal readonly struct Float32 : IStoredReal<float>
{
    /// <inheritdoc/>
    public static float Widen(float bits) => bits;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(ref float source, nuint index, out Vector<float> first, out Vector<float> second)
    {
        first = Vector.LoadUnsafe(ref source, index);
        second = Vector.LoadUnsafe(ref source, index + (nuint)Vector<float>.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref float source, nuint index) => Vector512.LoadUnsafe(ref source, index);

    /// <inheritdoc/>
    public static OrderedBits NoRange => OrderedBits.NoSingles;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Extend(ref OrderedBits range, ref float source, nuint length) =>
        range.Add(ref Unsafe.As<float, int>(ref source), length);

    /// <inheritdoc/>
    public static (float Least, float Greatest) EndsOf(in OrderedBits range)
    {
        (int least, int greatest) = range.OfSingles();
        return (BitConverter.Int32BitsToSingle(least), BitConverter.Int32BitsToSingle(greatest));
    }
}
