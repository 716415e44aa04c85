using System.Runtime.CompilerServices;

namespace FlZk.Bn254.MultiScalar;

/// <summary>
/// Some consecutive bits of every magnitude, read as a signed digit: the window's bits plus the bit below them, minus 2^Width when the
/// window's top bit is set. Digits need no carry, so windows are independent; |digit| is at most 2^(Width - 1).
/// </summary>
/// <param name="Start">The lowest bit.</param>
/// <param name="Width">How many bits, from 1 to 24.</param>
internal readonly record struct Window(int Start, int Width)
{
    private const int SmallestPass = 1 << 17;

    /// <summary>The largest digit; buckets are numbered by digit from 1 on, and number 0 takes what has none.</summary>
    public int Buckets => 1 << (Width - 1);

    /// <summary>Buckets 0 to <see cref="Buckets"/> - 1 form so many rows and <see cref="Columns"/>, both powers of two.</summary>
    public int Rows => Buckets / Columns;

    /// <summary>See <see cref="Rows"/>.</summary>
    public int Columns => 1 << ((Width - 1) / 2);

    /// <summary>
    /// Terms per pass: enough that carrying the buckets into the next one costs little, and few enough to stay in the cache.
    /// </summary>
    public static int PassTerms(int buckets) => Math.Max(SmallestPass, 4 * buckets);

    /// <summary>Cuts magnitudes below 2^bits into so many windows of nearly equal width.</summary>
    public static Window[] Cut(int bits, int count)
    {
        // A digit may carry: one bit more than there are.
        var windows = new Window[count];
        int start = 0;
        for (int w = 0; w < count; w++)
        {
            int end = (int)((long)(bits + 1) * (w + 1) / count);
            windows[w] = new Window(start, end - start);
            start = end;
        }

        return windows;
    }

    /// <summary>
    /// digits[i] = |digit| of term i with <see cref="TermBlock.Negative"/> set when it is negative, and lengths[|digit|] goes up by one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void WriteDigits(TermSlice slice, uint* digits, int* lengths)
    {
        // The window's bits and the one below; below the first there is a zero.
        int bit = Math.Max(Start - 1, 0);
        int word = bit >> 6, shift = bit & 63, first = Start == 0 ? 1 : 0;
        int width = Width;
        ulong mask = (2UL << width) - 1;
        int stride = slice.Block.Terms.Length;
        bool spans = shift + width + 1 > 64 && word + 1 < slice.Block.WordCount;
        if (word >= slice.Block.WordCount)
        {
            new Span<uint>(digits, slice.Count).Clear();
            lengths[0] += slice.Count;
            return;
        }

        fixed (ulong* words = &slice.Block.Words[(word * stride) + slice.From])
        {
            ulong* low = words, high = spans ? words + stride : words;
            int highShift = spans ? 63 - shift : 63;
            ulong highMask = spans ? ulong.MaxValue : 0;
            for (int i = 0; i < slice.Count; i++)
            {
                ulong bits = (((low[i] << first) >> shift) | ((high[i] << 1 << highShift) & highMask)) & mask;
                long negative = (long)(bits >> width);
                long rounded = (long)((bits + 1) >> 1);
                var magnitude = (uint)((rounded ^ -negative) + negative + (negative << width));
                digits[i] = magnitude | ((uint)negative << 31);
                lengths[magnitude]++;
            }
        }
    }
}
