using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FlZk.Learning.ModelFiles;

/// <summary>The range of floating-point numbers, kept by their bits and lane by lane. Sign and magnitude become integers of the same order
/// when the bits below a negative number's sign are inverted; infinities lie at both ends, and NaNs beyond them.</summary>
internal struct OrderedBits
{
    private Vector512<int> _low, _high;

    /// <summary>The range of no binary32.</summary>
    public static OrderedBits NoSingles => new() { _low = Vector512.Create(int.MaxValue), _high = Vector512.Create(int.MinValue) };

    /// <summary>The range of no reals of sixteen bits.</summary>
    public static OrderedBits NoHalves =>
        new() { _low = Vector512.Create(short.MaxValue).AsInt32(), _high = Vector512.Create(short.MinValue).AsInt32() };

    /// <summary>Extends the range by binary32 values.</summary>
    /// <param name="source">Their bits.</param>
    /// <param name="length">A multiple of 32.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ref int source, nuint length)
    {
        Vector512<int> low = _low, high = _high;
        for (nuint i = 0; i < length; i += 32)
        {
            Vector512<int> x = Order(Vector512.LoadUnsafe(ref source, i)), y = Order(Vector512.LoadUnsafe(ref source, i + 16));
            low = Vector512.Min(low, Vector512.Min(x, y));
            high = Vector512.Max(high, Vector512.Max(x, y));
        }

        (_low, _high) = (low, high);
    }

    /// <summary>Extends the range by reals of sixteen bits.</summary>
    /// <param name="source">Their bits.</param>
    /// <param name="length">A multiple of 32.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ref ushort source, nuint length)
    {
        Vector512<short> low = _low.AsInt16(), high = _high.AsInt16();
        for (nuint i = 0; i < length; i += 32)
        {
            Vector512<short> x = Vector512.LoadUnsafe(ref source, i).AsInt16();
            x ^= (x >> 15) & Vector512.Create(short.MaxValue);
            low = Vector512.Min(low, x);
            high = Vector512.Max(high, x);
        }

        (_low, _high) = (low.AsInt32(), high.AsInt32());
    }

    /// <summary>The bits of the least and the greatest of the binary32 values.</summary>
    public readonly (int Least, int Greatest) OfSingles()
    {
        int least = int.MaxValue, greatest = int.MinValue;
        for (int lane = 0; lane < Vector512<int>.Count; lane++)
        {
            least = Math.Min(least, _low[lane]);
            greatest = Math.Max(greatest, _high[lane]);
        }

        return (least ^ ((least >> 31) & int.MaxValue), greatest ^ ((greatest >> 31) & int.MaxValue));
    }

    /// <summary>The bits of the least and the greatest of the reals of sixteen bits.</summary>
    public readonly (ushort Least, ushort Greatest) OfHalves()
    {
        int least = short.MaxValue, greatest = short.MinValue;
        for (int lane = 0; lane < Vector512<short>.Count; lane++)
        {
            least = Math.Min(least, _low.AsInt16()[lane]);
            greatest = Math.Max(greatest, _high.AsInt16()[lane]);
        }

        return ((ushort)(least ^ ((least >> 31) & short.MaxValue)), (ushort)(greatest ^ ((greatest >> 31) & short.MaxValue)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Order(Vector512<int> bits) => bits ^ ((bits >> 31) & Vector512.Create(int.MaxValue));
}
