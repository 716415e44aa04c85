using FlZk.Bn254.Fields;

namespace FlZk.Bn254.MultiScalar;

/// <summary>
/// The scalars of a sum, sorted by what they cost: zeros are dropped, units are kept aside, and the rest are stored by sign and magnitude,
/// so that r - 5 costs no more than 5.
/// </summary>
internal sealed class SortedScalars
{
    /// <summary>Set in a term whose point enters with the opposite sign; the other bits are the point's index.</summary>
    public const uint Negative = 0x8000_0000;

    private const int RunLength = 4096;

    private readonly uint[] _units;
    private readonly uint[] _terms;
    private readonly Limbs[] _magnitudes;
    private int _unitCount;
    private int _termCount;

    private SortedScalars(int capacity)
    {
        _units = new uint[capacity];
        _terms = new uint[capacity];
        _magnitudes = new Limbs[capacity];
    }

    /// <summary>Terms whose scalar is 1 or -1.</summary>
    public ReadOnlySpan<uint> Units => _units.AsSpan(0, _unitCount);

    /// <summary>All other terms.</summary>
    public ReadOnlySpan<uint> Terms => _terms.AsSpan(0, _termCount);

    /// <summary>The magnitudes of <see cref="Terms"/>: from 2 to (r - 1) / 2.</summary>
    public ReadOnlySpan<Limbs> Magnitudes => _magnitudes.AsSpan(0, _termCount);

    /// <summary>The largest bit length among <see cref="Magnitudes"/>.</summary>
    public int MaximumBits { get; private set; }

    /// <summary>The sum of their bit lengths.</summary>
    public long TotalBits { get; private set; }

    public static SortedScalars From(ReadOnlyMemory<Fr> scalars)
    {
        var sorted = new SortedScalars(scalars.Length);
        int runs = (scalars.Length + RunLength - 1) / RunLength;
        if (runs < 2) sorted.Measure(scalars.Span, 0, scalars.Length);
        else Parallel.For(0, runs, run => sorted.Measure(scalars.Span, run * RunLength, Math.Min((run + 1) * RunLength, scalars.Length)));

        // The measured terms close ranks; none moves up.
        for (int i = 0; i < scalars.Length; i++) sorted.Append(sorted._terms[i], sorted._magnitudes[i]);
        return sorted;
    }

    public static SortedScalars From(ReadOnlySpan<long> scalars)
    {
        var sorted = new SortedScalars(scalars.Length);
        for (int i = 0; i < scalars.Length; i++)
        {
            long scalar = scalars[i];
            if (scalar > 0) sorted.Append((uint)i, new Limbs((ulong)scalar, 0, 0, 0));
            else if (scalar < 0) sorted.Append((uint)i | Negative, new Limbs(0UL - (ulong)scalar, 0, 0, 0));
        }

        return sorted;
    }

    /// <summary>Writes sign and magnitude of scalar i, zero among them, at place i.</summary>
    private void Measure(ReadOnlySpan<Fr> scalars, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            // Zero and one are recognised as they are stored, without leaving Montgomery form.
            Limbs value = scalars[i].IsZero ? default : scalars[i].IsOne ? new Limbs(1, 0, 0, 0) : scalars[i].ToCanonical();
            Montgomery<FrModulus>.NegateIf(ulong.MaxValue, value, out Limbs opposite);
            bool negative = opposite.IsBelow(value);
            _terms[i] = (uint)i | (negative ? Negative : 0);
            _magnitudes[i] = negative ? opposite : value;
        }
    }

    private void Append(uint term, Limbs magnitude)
    {
        int bits = magnitude.BitLength;
        if (bits == 0) return;
        if (bits == 1)
        {
            _units[_unitCount++] = term;
            return;
        }

        MaximumBits = Math.Max(MaximumBits, bits);
        TotalBits += bits;
        _terms[_termCount] = term;
        _magnitudes[_termCount++] = magnitude;
    }
}
