using System.Numerics;
using System.Runtime.CompilerServices;
using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.MultiScalar;

/// <summary>
/// One worker of a multi-scalar multiplication: its memory, and its two tasks. What it finds are points by the power of two that they are
/// still to be multiplied with: their sum is the result.
/// </summary>
internal sealed unsafe class BucketSums<TField>(InstructionTier tier)
    where TField : unmanaged, IField<TField>
{
    /// <summary>How many sums of units are carried from one chunk to the next: segments long enough to fill batches, and few.</summary>
    private const int UnitSums = 256;
    private const int UnitsPerSum = 63;
    private const int SmallestUnitSegment = 16;

    private readonly SegmentSums<TField> _segments = new(AffineAdder<TField>.Create(tier));
    private readonly AffinePoint<TField>[] _unitSums = GC.AllocateArray<AffinePoint<TField>>(UnitSums, pinned: true);
    private readonly PinnedBuffer<ulong> _references = new();
    private readonly PinnedBuffer<uint> _digits = new();
    private readonly PinnedBuffer<int> _lengths = new();
    private readonly PinnedBuffer<int> _next = new();
    private readonly PinnedBuffer<bool> _filled = new();
    private readonly PinnedBuffer<AffinePoint<TField>> _buckets = new();
    private readonly PinnedBuffer<AffinePoint<TField>> _lines = new();
    private readonly ulong[] _units = new ulong[UnitSums * UnitsPerSum];
    private int _unitCount;
    private int _unitSumCount;

    /// <summary>Points found so far and the powers of two to multiply them with.</summary>
    public List<(int Power, AffinePoint<TField> Point)> Found { get; } = [];

    /// <summary>Adds the points of unit terms to this worker's sum of units.</summary>
    /// <param name="origin">The address of the point of index 0.</param>
    /// <param name="units">The terms.</param>
    /// <param name="cancellation">Stops the work.</param>
    public void AddUnits(ulong origin, ReadOnlySpan<uint> units, CancellationToken cancellation)
    {
        while (!units.IsEmpty)
        {
            int count = Math.Min(units.Length, _units.Length - _unitCount);
            for (int i = 0; i < count; i++)
            {
                // Points at infinity are dropped without a branch.
                ulong reference = Reference(origin, units[i]);
                _units[_unitCount] = reference;
                _unitCount += SignedReference.IsInfinity<TField>(reference) ? 0 : 1;
            }

            if (_unitCount == _units.Length) SumUnits(cancellation);
            units = units[count..];
        }
    }

    /// <summary>Sums what units are left and finds their sum.</summary>
    public void FinishUnits(CancellationToken cancellation)
    {
        if (_unitCount != 0) SumUnits(cancellation);
        for (int s = 0; s < _unitSumCount; s++) Found.Add((0, _unitSums[s]));
        _unitSumCount = 0;
    }

    /// <summary>sum_i d_i P_i for every window of a range, where d_i is the signed digit of term i's magnitude there.</summary>
    /// <param name="origin">The address of the point of index 0.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="meter">Hears of digits done.</param>
    /// <param name="cancellation">Stops the work.</param>
    public void AddWindows(
        ulong origin, ReadOnlySpan<TermSlice> terms, ReadOnlySpan<Window> windows, WorkMeter meter, CancellationToken cancellation)
    {
        int buckets = 0;
        foreach (Window window in windows) buckets += window.Buckets + 1;
        _buckets.Ensure(buckets);
        _lengths.Ensure(buckets);
        _next.Ensure(buckets);
        _filled.Ensure(buckets);
        _filled.Span(buckets).Clear();

        int largest = Window.PassTerms(buckets);
        while (!terms.IsEmpty)
        {
            cancellation.ThrowIfCancellationRequested();
            int blocks = 0, count = 0;
            while (blocks < terms.Length && (blocks == 0 || count + terms[blocks].Count <= largest)) count += terms[blocks++].Count;
            Pass(origin, terms[..blocks], count, windows, buckets, cancellation);
            terms = terms[blocks..];
            meter.Advance((long)count * windows.Length);
        }

        Reduce(windows, buckets, cancellation);
    }

    /// <summary>The sum of all points found, each multiplied with its power of two.</summary>
    public JacobianPoint<TField> Combine(List<(int Power, AffinePoint<TField> Point)> found, CancellationToken cancellation)
    {
        found.Sort((a, b) => a.Power.CompareTo(b.Power));
        int powers = found.Count == 0 ? 0 : found[^1].Power + 1;
        _lines.Ensure(found.Count + powers);
        _references.Ensure(found.Count);
        _lengths.Ensure(powers);
        new Span<int>(_lengths.Pointer, powers).Clear();
        for (int i = 0; i < found.Count; i++)
        {
            _lines.Pointer[i] = found[i].Point;
            _references.Pointer[i] = (ulong)(_lines.Pointer + i);
            _lengths.Pointer[found[i].Power]++;
        }

        AffinePoint<TField>* sums = _lines.Pointer + found.Count;
        new Span<AffinePoint<TField>>(sums, powers).Clear();
        _segments.Sum(_references.Pointer, _lengths.Pointer, powers, sums, cancellation);
        JacobianPoint<TField> result = JacobianPoint<TField>.Infinity;
        for (int power = powers - 1; power >= 0; power--) result = result.Double().Add(sums[power]);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Reference(ulong origin, uint term) =>
        (origin + ((term & ~TermBlock.Negative) * (ulong)sizeof(AffinePoint<TField>))) | ((ulong)(term & TermBlock.Negative) << 32);

    private void SumUnits(CancellationToken cancellation)
    {
        int sums = Math.Clamp(_unitCount / SmallestUnitSegment, 1, UnitSums);
        _references.Ensure(UnitSums * (UnitsPerSum + 1));
        _lengths.Ensure(UnitSums);
        var results = (AffinePoint<TField>*)Unsafe.AsPointer(ref _unitSums[0]);
        ulong* reference = _references.Pointer;
        int from = 0;
        for (int s = 0; s < sums; s++)
        {
            ulong* start = reference;
            if (s < _unitSumCount) *reference++ = (ulong)(results + s);
            int to = (int)((long)_unitCount * (s + 1) / sums);
            while (from < to) *reference++ = _units[from++];
            _lengths.Pointer[s] = (int)(reference - start);
        }

        _segments.Sum(_references.Pointer, _lengths.Pointer, sums, results, cancellation);
        _unitSumCount = Math.Max(_unitSumCount, sums);
        _unitCount = 0;
    }

    /// <summary>
    /// Sorts references to a pass's points by digit, each digit's led by its bucket so far, and sums them into the buckets.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pass(
        ulong origin,
        ReadOnlySpan<TermSlice> terms,
        int count,
        ReadOnlySpan<Window> windows,
        int buckets,
        CancellationToken cancellation)
    {
        _digits.Ensure(count * windows.Length);
        _references.Ensure((count * (windows.Length + 1)) + buckets);
        int* lengths = _lengths.Pointer;
        int* next = _next.Pointer;
        for (int b = 0; b < buckets; b++) lengths[b] = _filled.Pointer[b] ? 1 : 0;
        uint* digits = _digits.Pointer;
        int* windowLengths = lengths;
        foreach (Window window in windows)
        {
            foreach (TermSlice slice in terms)
            {
                window.WriteDigits(slice, digits, windowLengths);
                digits += slice.Count;
            }

            windowLengths += window.Buckets + 1;
        }

        // Zero digits have no bucket: they are sorted to the front, all windows' to the same place, and left there.
        int zeros = 0, first = 0;
        foreach (Window window in windows)
        {
            zeros = Math.Max(zeros, lengths[first]);
            lengths[first] = 0;
            first += window.Buckets + 1;
        }

        ulong* references = _references.Pointer;
        int position = zeros;
        for (int b = 0; b < buckets; b++)
        {
            next[b] = position;
            position += lengths[b];
            if (_filled.Pointer[b]) references[next[b]++] = (ulong)(_buckets.Pointer + b);
            else if (lengths[b] != 0) _filled.Pointer[b] = true;
        }

        digits = _digits.Pointer;
        int* windowNext = next;
        foreach (Window window in windows)
        {
            windowNext[0] = 0;
            foreach (TermSlice slice in terms)
            {
                fixed (uint* term = &slice.Block.Terms[slice.From])
                {
                    for (int i = 0; i < slice.Count; i++)
                    {
                        uint digit = digits[i];
                        int place = windowNext[digit & ~TermBlock.Negative]++;
                        references[place] = Reference(origin, term[i]) ^ ((ulong)(digit & TermBlock.Negative) << 32);
                    }
                }

                digits += slice.Count;
            }

            windowNext += window.Buckets + 1;
        }

        _segments.Sum(references + zeros, lengths, buckets, _buckets.Pointer, cancellation);
    }

    /// <summary>
    /// sum_d d B_d over every window's buckets, as points with powers of two. With d = h S + l it is S sum_h h R_h + sum_l l C_l for the
    /// sums R_h of rows of S buckets and C_l of columns: two additions per bucket. The bits of h and l select rows and columns to sum.
    /// </summary>
    private void Reduce(ReadOnlySpan<Window> windows, int buckets, CancellationToken cancellation)
    {
        int lines = 0, powers = 0;
        foreach (Window window in windows)
        {
            lines += window.Rows + window.Columns;
            powers += window.Width;
        }

        _references.Ensure(2 * buckets);
        _lines.Ensure(lines + powers);
        _lengths.Ensure(Math.Max(lines, powers));
        AffinePoint<TField>* line = _lines.Pointer;
        new Span<AffinePoint<TField>>(line, lines + powers).Clear();

        AffinePoint<TField>* bucket = _buckets.Pointer;
        bool* filled = _filled.Pointer;
        ulong* reference = _references.Pointer;
        int* length = _lengths.Pointer;
        foreach (Window window in windows)
        {
            for (int h = 0; h < window.Rows; h++)
            {
                ulong* start = reference;
                for (int d = h * window.Columns; h != 0 && d < (h + 1) * window.Columns; d++)
                {
                    if (filled[d]) *reference++ = (ulong)(bucket + d);
                }

                *length++ = (int)(reference - start);
            }

            for (int l = 0; l < window.Columns; l++)
            {
                ulong* start = reference;
                for (int d = l; l != 0 && d < window.Buckets; d += window.Columns)
                {
                    if (filled[d]) *reference++ = (ulong)(bucket + d);
                }

                *length++ = (int)(reference - start);
            }

            if (filled[window.Buckets]) Found.Add((window.Start + window.Width - 1, bucket[window.Buckets]));
            bucket += window.Buckets + 1;
            filled += window.Buckets + 1;
        }

        _segments.Sum(_references.Pointer, _lengths.Pointer, lines, line, cancellation);
        AffinePoint<TField>* results = line + lines;
        reference = _references.Pointer;
        length = _lengths.Pointer;
        foreach (Window window in windows)
        {
            for (int bit = 1; bit < window.Rows; bit <<= 1) *length++ = SelectLines(line, window.Rows, bit, ref reference);
            line += window.Rows;
            for (int bit = 1; bit < window.Columns; bit <<= 1) *length++ = SelectLines(line, window.Columns, bit, ref reference);
            line += window.Columns;
        }

        _segments.Sum(_references.Pointer, _lengths.Pointer, (int)(length - _lengths.Pointer), results, cancellation);
        foreach (Window window in windows)
        {
            int columnBits = BitOperations.Log2((uint)window.Columns);
            for (int j = 0; j < BitOperations.Log2((uint)window.Rows); j++) Found.Add((window.Start + columnBits + j, *results++));
            for (int j = 0; j < columnBits; j++) Found.Add((window.Start + j, *results++));
        }
    }

    /// <summary>Appends references to the finite points among lines whose index has a bit set; returns how many.</summary>
    private static int SelectLines(AffinePoint<TField>* lines, int count, int bit, ref ulong* reference)
    {
        ulong* start = reference;
        for (int i = bit; i < count; i = (i + 1) | bit)
        {
            if (!lines[i].IsInfinity) *reference++ = (ulong)(lines + i);
        }

        return (int)(reference - start);
    }
}
