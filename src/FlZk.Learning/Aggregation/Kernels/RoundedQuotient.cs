using System.Numerics;
using System.Runtime.InteropServices;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>Exact y = floor((s + floor(W/2)) / W) in double-precision vectors, one multiplication in place of a division.</summary>
/// <remarks>
/// With t = s + floor(W/2): floor(t / W) = floor((t + 1/2) / W), because t is an integer. That quotient is at least 1/(2W) &gt; 2^-21
/// away from every
/// integer and below 2^24 in size, while multiplying by the rounded reciprocal of W errs by two roundings, less than 2^24 * 2^-51 = 2^-27.
/// So the product has the exact quotient's floor and needs no correction. Every quantity here is an integer or half-integer below 2^44
/// and exact in a double.
/// </remarks>
internal static class RoundedQuotient
{
    /// <summary>Adding an integer |t| &lt; 2^51 to this double's bits gives the bits of Shift + t; adding t to Shift as a double leaves t
    /// in the low bits. Both directions turn a conversion, which only the newest vector units have, into an addition.</summary>
    public const double Shift = 6755399441055744.0; // 1.5 * 2^52

    /// <summary>Divides every sum.</summary>
    /// <param name="sums">|s| &lt; 2^43.</param>
    /// <param name="totalWeight">W, 0 &lt; W &lt; 2^20.</param>
    /// <param name="quotients">Receives y; as long as <paramref name="sums"/>.</param>
    /// <param name="vectorised">False takes the scalar twin throughout.</param>
    public static void Divide(ReadOnlySpan<long> sums, int totalWeight, Span<int> quotients, bool vectorised)
    {
        double reciprocal = 1.0 / totalWeight;
        long half = totalWeight / 2;
        int i = 0;
        if (vectorised)
        {
            // Two vectors of 64-bit lanes make one vector of 32-bit results.
            var toDouble = new Vector<long>(BitConverter.DoubleToInt64Bits(Shift) + half);
            var shift = new Vector<double>(Shift);
            var tie = new Vector<double>(0.5);
            ref long source = ref MemoryMarshal.GetReference(sums);
            ref int target = ref MemoryMarshal.GetReference(quotients);
            for (; i <= sums.Length - Vector<int>.Count; i += Vector<int>.Count)
            {
                Vector<double> low = Vector.AsVectorDouble(Vector.LoadUnsafe(ref source, (nuint)i) + toDouble) - shift;
                Vector<double> high = Vector.AsVectorDouble(
                    Vector.LoadUnsafe(ref source, (nuint)(i + Vector<long>.Count)) + toDouble) - shift;
                low = Vector.Floor((low + tie) * reciprocal) + shift;
                high = Vector.Floor((high + tie) * reciprocal) + shift;
                Vector.Narrow(Vector.AsVectorInt64(low), Vector.AsVectorInt64(high)).StoreUnsafe(ref target, (nuint)i);
            }
        }

        for (; i < sums.Length; i++) quotients[i] = (int)Math.Floor((sums[i] + half + 0.5) * reciprocal);
    }
}
