using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlZk.Learning.Aggregation.Strategies;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary><see cref="AdamStep"/> of many parameters in vectors of 64-bit lanes, to the bit.</summary>
/// <remarks>
/// <para>Moments are the same integer operations. Root and quotient are estimated in doubles, rounded to the nearest integer, and one less
/// where that is too much, which exact integers decide.</para>
/// <para>The root: v' &lt; 2^62, and a conversion and a root, each off by a relative 2^-53, are off by less than 2^-21 together. So the
/// nearest integer is the floor or the one above it, and that one's square is at most 2^62.</para>
/// <para>The quotient a / b: a quotient beyond 2^26 is taken for 2^26, with either sign; even one less moves every parameter out of its
/// format, where it saturates as the true one does. Others are off by less than 2^26 2^-51 &lt; 1/2, so that the nearest integer q is the
/// floor or the one above it: the floor if a - q b is not negative. |a| stays below 2^63 - b, see <see cref="AdamStep"/>, so that a - q b
/// is below b in size and q b does not overflow.</para>
/// </remarks>
internal static class VectorAdamStep
{
    private const double GreatestMove = 1 << 26;

    /// <summary>Moves parameters from the first, as many as fill whole vectors.</summary>
    /// <param name="step">The step.</param>
    /// <param name="average">y.</param>
    /// <param name="model">x, becomes x'; as long.</param>
    /// <param name="firstMoment">m, becomes m'; as long.</param>
    /// <param name="secondMoment">v, becomes v'; as long.</param>
    /// <param name="done">How many parameters were moved.</param>
    /// <returns>How many of them were saturated.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Run(
        in ServerStep step,
        ReadOnlySpan<int> average,
        Span<int> model,
        Span<long> firstMoment,
        Span<long> secondMoment,
        out int done)
    {
        var lanes = new Lanes(step);
        ref int y = ref MemoryMarshal.GetReference(average);
        ref int x = ref MemoryMarshal.GetReference(model);
        ref long m = ref MemoryMarshal.GetReference(firstMoment);
        ref long v = ref MemoryMarshal.GetReference(secondMoment);
        Vector<long> kept = Vector<long>.Zero;
        int j = 0;
        for (; j <= model.Length - Vector<int>.Count; j += Vector<int>.Count)
        {
            Vector<int> from = Vector.LoadUnsafe(ref x, (nuint)j);
            Vector.Widen(Vector.LoadUnsafe(ref y, (nuint)j) - from, out Vector<long> low, out Vector<long> high);
            Vector.Widen(from, out Vector<long> lowFrom, out Vector<long> highFrom);
            low = lanes.Move(low, lowFrom, ref Unsafe.Add(ref m, j), ref Unsafe.Add(ref v, j), ref kept);
            int upper = j + Vector<long>.Count;
            high = lanes.Move(high, highFrom, ref Unsafe.Add(ref m, upper), ref Unsafe.Add(ref v, upper), ref kept);
            Vector.Narrow(low, high).StoreUnsafe(ref x, (nuint)j);
        }

        done = j;

        // A comparison's true lane is -1.
        return j + Vector.Sum(kept);
    }

    private readonly struct Lanes(in ServerStep step)
    {
        private readonly Vector<long> _firstDecay = new(step.Momentum), _firstRest = new((65536L - step.Momentum) << 16);
        private readonly Vector<long> _secondDecay = new(step.SecondDecay), _secondRest = new(65536L - step.SecondDecay);
        private readonly Vector<long> _rate = new(step.LearningRate), _stabiliser = new(step.Stabiliser);
        private readonly int _dividendShift = Math.Max(step.FractionBits - 29, 0), _divisorShift = Math.Max(29 - step.FractionBits, 0);
        private readonly Vector<long> _least = new(step.MinValue), _greatest = new(step.MaxValue);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<long> Move(Vector<long> difference, Vector<long> from, ref long m, ref long v, ref Vector<long> kept)
        {
            var half = new Vector<long>(1L << 15);
            Vector<long> first = ((_firstDecay * Vector.LoadUnsafe(ref m)) + (_firstRest * difference) + half) >> 16;
            first.StoreUnsafe(ref m);

            var lower = new Vector<long>(0xFFFF);
            Vector<long> second = Vector.LoadUnsafe(ref v), square = (difference * difference) << 14;
            second = (_secondDecay * (second >> 16)) + (_secondRest * (square >> 16))
                + (((_secondDecay * (second & lower)) + (_secondRest * (square & lower)) + half) >> 16);
            second.StoreUnsafe(ref v);

            Vector<long> root = Nearest(Vector.SquareRoot(Vector.ConvertToDouble(second)));
            root += Vector.GreaterThan(root * root, second);

            Vector<long> divisor = (root + _stabiliser) << _divisorShift;
            Vector<long> dividend = ((_rate * first) << _dividendShift) + (divisor >> 1);
            Vector<double> quotient = Vector.ConvertToDouble(dividend) / Vector.ConvertToDouble(divisor);
            var bound = new Vector<double>(GreatestMove);
            Vector<long> move = Nearest(Vector.Min(bound, Vector.Max(-bound, quotient)));
            move += Vector.LessThan(dividend - (move * divisor), Vector<long>.Zero);

            Vector<long> to = from + move;
            Vector<long> inside = Vector.Min(_greatest, Vector.Max(_least, to));
            kept += Vector.Equals(to, inside);
            return inside;
        }

        // A double below 2^51 in size, added to this one, leaves its integer in the low bits.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector<long> Nearest(Vector<double> value) =>
            Vector.AsVectorInt64(value + new Vector<double>(RoundedQuotient.Shift))
                - new Vector<long>(BitConverter.DoubleToInt64Bits(RoundedQuotient.Shift));
    }
}
