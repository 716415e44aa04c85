using System.Runtime.CompilerServices;
using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254.MultiScalar;

/// <summary>
/// Sums of many segments of signed points at once: neighbours are paired level by level, so that one batch holds independent additions of
/// many segments, and every point costs one affine addition.
/// </summary>
/// <remarks>
/// Segments are summed in blocks whose intermediate points stay in a core's second-level cache. On the first level a pair's sum goes to a
/// new slot; from then on every right neighbour is such a slot, which receives the sum: the point that waits in a segment of odd length is
/// the first.
/// </remarks>
internal sealed unsafe class SegmentSums<TField>
    where TField : unmanaged, IField<TField>
{
    /// <summary>Points per block.</summary>
    private const int BlockPoints = 1 << 14;

    private readonly AffineAdder<TField> _adder;
    private readonly Segment[] _active = new Segment[BlockPoints / 2];
    private readonly AffinePoint<TField>[] _slots =
        GC.AllocateUninitializedArray<AffinePoint<TField>>(BlockPoints / 2, pinned: true);

    public SegmentSums(AffineAdder<TField> adder) => _adder = adder;

    /// <summary>
    /// results[s] = the sum of segment s; an empty segment leaves its result as it is. A segment may hold a reference to its own result.
    /// </summary>
    /// <param name="references">The segments' points, one segment after the other, as <see cref="SignedReference"/>; overwritten.</param>
    /// <param name="lengths">Their lengths.</param>
    /// <param name="segments">How many segments there are.</param>
    /// <param name="results">Room for as many points, in memory that does not move.</param>
    /// <param name="cancellation">Looked at once per block.</param>
    public void Sum(
        ulong* references, int* lengths, int segments, AffinePoint<TField>* results, CancellationToken cancellation)
    {
        int s = 0;
        while (s < segments)
        {
            cancellation.ThrowIfCancellationRequested();
            int room = BlockPoints;
            var pending = new Pending(_active, (AffinePoint<TField>*)Unsafe.AsPointer(ref _slots[0]));
            for (; s < segments && lengths[s] <= room; s++)
            {
                int length = lengths[s];
                room -= length;
                if (length != 0) Begin(references, length, results + s, ref pending);
                references += length;
            }

            if (room == BlockPoints && s < segments)
            {
                // Longer than a block: its result, so far, is the first point of what remains.
                Begin(references, BlockPoints, results + s, ref pending);
                references += BlockPoints - 1;
                *references = (ulong)(results + s);
                lengths[s] -= BlockPoints - 1;
                Finish(pending);
                continue;
            }

            Finish(pending);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Begin(ulong* references, int length, AffinePoint<TField>* result, ref Pending pending)
    {
        if (length <= 2)
        {
            if (length == 2) _adder.Add(references[0], references[1], (ulong)result);
            else if (references[0] != (ulong)result) SignedReference.Load(references[0], out *result);
            return;
        }

        int odd = length & 1;
        int pairs = length >> 1;
        AffinePoint<TField>* slot = pending.Slot;
        ulong* pair = references + odd;
        ulong* sum = references + odd;
        for (int k = 0; k < pairs; k++, pair += 2, slot++)
        {
            _adder.Add(pair[0], pair[1], (ulong)slot);
            *sum++ = (ulong)slot;
        }

        pending.Slot = slot;
        pending.Active[pending.Count++] = new Segment(references, odd + pairs, result);
    }

    private void Finish(Pending pending)
    {
        _adder.Flush();
        while (pending.Count > 0)
        {
            int kept = 0;
            for (int i = 0; i < pending.Count; i++)
            {
                ref Segment segment = ref pending.Active[i];
                ulong* references = segment.References;
                if (segment.Length == 2)
                {
                    _adder.Add(references[0], references[1], (ulong)segment.Result);
                    continue;
                }

                int odd = segment.Length & 1;
                int pairs = segment.Length >> 1;
                ulong* pair = references + odd;
                for (int k = 0; k < pairs; k++, pair += 2)
                {
                    _adder.Add(pair[0], pair[1], pair[1]);
                    references[odd + k] = pair[1];
                }

                pending.Active[kept++] = new Segment(references, odd + pairs, segment.Result);
            }

            pending.Count = kept;
            _adder.Flush();
        }
    }

    private readonly struct Segment(ulong* references, int length, AffinePoint<TField>* result)
    {
        public readonly ulong* References = references;
        public readonly AffinePoint<TField>* Result = result;
        public readonly int Length = length;
    }

    /// <summary>The block's segments that have three points or more to go, and the next free slot.</summary>
    private struct Pending(Segment[] active, AffinePoint<TField>* slot)
    {
        public readonly Segment[] Active = active;
        public AffinePoint<TField>* Slot = slot;
        public int Count;
    }
}
