using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FlZk.Learning.ModelFiles;

/// <summary>Floating-point numbers compared by their bits. Sign and magnitude become integers of the same order when the bits below a
/// negative number's sign are inverted; infinities lie at both ends, and NaNs beyond them.</summary>
internal static class OrderedBits
{
    /// <summary>The bits of the least and the greatest of a block of binary32.</summary>
    /// <param name="source">The block.</param>
    /// <param name="length">A positive multiple of 32.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (int Least, int Greatest) Range(ref int source, nuint length)
    {
        Vector512<int> low = Vector512.Create(int.MaxValue), high = Vector512.Create(int.MinValue), low2 = low, high2 = high;
        for (nuint i = 0; i < length; i += 32)
        {
            Vector512<int> x = Order(Vector512.LoadUnsafe(ref source, i)), y = Order(Vector512.LoadUnsafe(ref source, i + 16));
            low = Vector512.Min(low, x);
            high = Vector512.Max(high, x);
            low2 = Vector512.Min(low2, y);
            high2 = Vector512.Max(high2, y);
        }

        low = Vector512.Min(low, low2);
        high = Vector512.Max(high, high2);
        (int least, int greatest) = (low[0], high[0]);
        for (int lane = 1; lane < Vector512<int>.Count; lane++)
        {
            least = Math.Min(least, low[lane]);
            greatest = Math.Max(greatest, high[lane]);
        }

        return (least ^ ((least >> 31) & int.MaxValue), greatest ^ ((greatest >> 31) & int.MaxValue));
    }

    /// <summary>The bits of the least and the greatest of a block of reals of sixteen bits.</summary>
    /// <param name="source">The block.</param>
    /// <param name="length">A positive multiple of 32.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (ushort Least, ushort Greatest) Range(ref ushort source, nuint length)
    {
        Vector512<short> low = Vector512.Create(short.MaxValue), high = Vector512.Create(short.MinValue);
        for (nuint i = 0; i < length; i += 32)
        {
            Vector512<short> x = Vector512.LoadUnsafe(ref source, i).AsInt16();
            x ^= (x >> 15) & Vector512.Create(short.MaxValue);
            low = Vector512.Min(low, x);
            high = Vector512.Max(high, x);
        }

        (int least, int greatest) = (low[0], high[0]);
        for (int lane = 1; lane < Vector512<short>.Count; lane++)
        {
            least = Math.Min(least, low[lane]);
            greatest = Math.Max(greatest, high[lane]);
        }

        return ((ushort)(least ^ ((least >> 31) & short.MaxValue)), (ushort)(greatest ^ ((greatest >> 31) & short.MaxValue)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Order(Vector512<int> bits) => bits ^ ((bits >> 31) & Vector512.Create(int.MaxValue));
}
