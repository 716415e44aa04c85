using FlZk.Bn254.Fields;

namespace FlZk.Bn254.MultiScalar;

/// <summary>Some terms of a sum: which points, with what sign, and the magnitudes of their scalars, word by word.</summary>
internal sealed class TermBlock
{
    /// <summary>Set in a term whose point enters with the opposite sign; the other bits are the scalar's index.</summary>
    public const uint Negative = 0x8000_0000;

    public static readonly TermBlock Empty = new([], [], 0, 0);

    /// <param name="terms">Indices in ascending order, with <see cref="Negative"/>.</param>
    /// <param name="words">Word k of the magnitude of term i, at k terms.Length + i.</param>
    /// <param name="maximumBits">No magnitude has more bits.</param>
    /// <param name="totalBits">The sum of all magnitudes' bits.</param>
    public TermBlock(uint[] terms, ulong[] words, int maximumBits, long totalBits)
    {
        Terms = terms;
        Words = words;
        MaximumBits = maximumBits;
        TotalBits = totalBits;
    }

    public uint[] Terms { get; }

    public ulong[] Words { get; }

    public int MaximumBits { get; }

    public long TotalBits { get; }

    /// <summary>Words per magnitude.</summary>
    public int WordCount => Terms.Length == 0 ? 0 : Words.Length / Terms.Length;

    /// <summary>Copies terms and magnitudes of <paramref name="wordCount"/> words.</summary>
    public static TermBlock From(ReadOnlySpan<uint> terms, ReadOnlySpan<Limbs> magnitudes, int wordCount)
    {
        if (terms.IsEmpty) return Empty;
        var words = new ulong[terms.Length * wordCount];
        int maximumBits = 0;
        long totalBits = 0;
        for (int i = 0; i < terms.Length; i++)
        {
            ref readonly Limbs magnitude = ref magnitudes[i];
            words[i] = magnitude.L0;
            if (wordCount > 1)
            {
                words[terms.Length + i] = magnitude.L1;
                words[(2 * terms.Length) + i] = magnitude.L2;
                words[(3 * terms.Length) + i] = magnitude.L3;
            }

            int bits = magnitude.BitLength;
            maximumBits = Math.Max(maximumBits, bits);
            totalBits += bits;
        }

        return new TermBlock(terms.ToArray(), words, maximumBits, totalBits);
    }

    /// <summary>The first place in ascending terms whose index is at least <paramref name="index"/>.</summary>
    public static int Find(ReadOnlySpan<uint> terms, int index)
    {
        int low = 0, high = terms.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if ((int)(terms[middle] & ~Negative) < index) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>The terms at the given places, in order.</summary>
    public TermBlock Select(ReadOnlySpan<int> places)
    {
        int wordCount = WordCount;
        var terms = new uint[places.Length];
        var words = new ulong[places.Length * wordCount];
        for (int i = 0; i < places.Length; i++)
        {
            terms[i] = Terms[places[i]];
            for (int k = 0; k < wordCount; k++) words[(k * terms.Length) + i] = Words[(k * Terms.Length) + places[i]];
        }

        return new TermBlock(terms, words, MaximumBits, Terms.Length == 0 ? 0 : TotalBits * places.Length / Terms.Length);
    }
}
