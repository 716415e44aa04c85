using System.Runtime.InteropServices;
using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.MultiScalar;

/// <summary>
/// Batch-affine addition on the lanes of an instruction tier. Pairs without a chord (equal or opposite points, infinity) are set aside
/// while the others are loaded and summed by the scalar adder, as are batches too small to fill lanes.
/// </summary>
/// <remarks>
/// A batch is a sequence of groups of <see cref="GroupBlocks"/> blocks. The differences dx of block g of every group form one chain of
/// running products per lane; the chains are independent, which hides the latency of multiplication, and the products at their ends share
/// one inversion.
/// </remarks>
internal sealed unsafe class LaneAffineAdder<TField, TKernels> : SegmentAdder<TField>
    where TField : unmanaged, IField<TField>
    where TKernels : struct, ILaneChord<TField>
{
    private const int GroupBlocks = 8;

    /// <summary>The memory of a full batch is about 400 KiB: it stays in a core's second-level cache.</summary>
    private const int MaximumGroups = 32;

    /// <summary>Below this, lanes cost more than scalar additions.</summary>
    private const int SmallestBatch = 16;

    private const int CacheLine = 64 / sizeof(ulong);

    private readonly BatchAffineAdder<TField> _scalar = new();
    private readonly int[] _sources = new int[Capacity];
    private readonly int[] _targets = new int[Capacity];
    private readonly byte[] _exceptions = new byte[Capacity / TKernels.Lanes];
    private ulong[] _memory = [];
    private AffinePoint<TField>[] _asidePoints = [];
    private int[] _asideStarts = [];
    private int[] _asideLengths = [];
    private int[] _asideTargets = [];
    private int _asideCount;
    private int _count;

    private static int GroupPairs => GroupBlocks * TKernels.Lanes;

    private static int GroupLength => GroupBlocks * TKernels.BlockLength;

    private static int Capacity => MaximumGroups * GroupPairs;

    /// <inheritdoc/>
    public override void SumSegments(Span<AffinePoint<TField>> points, ReadOnlySpan<int> starts, Span<int> lengths)
    {
        bool again = true;
        while (again)
        {
            again = false;
            for (int s = 0; s < lengths.Length; s++)
            {
                int length = lengths[s];
                if (length < 2) continue;

                // The first point of an odd segment waits. Targets run behind sources, so no source of a later batch is overwritten.
                int odd = length & 1;
                int pairs = length >> 1;
                int start = starts[s] + odd;
                for (int k = 0; k < pairs; k++)
                {
                    if (_count == Capacity) Flush(points);
                    _sources[_count] = start + (2 * k);
                    _targets[_count++] = start + k;
                }

                lengths[s] = odd + pairs;
                again |= lengths[s] > 1;
            }

            Flush(points);
        }
    }

    /// <summary>
    /// points[target] = points[source] + points[source + 1] for every pending pair; all sources are read before any target is written.
    /// </summary>
    private void Flush(Span<AffinePoint<TField>> points)
    {
        if (_count == 0) return;
        if (_count < SmallestBatch)
        {
            for (int i = 0; i < _count; i++) SetAside(points, i);
        }
        else
        {
            AddInLanes(points);
        }

        AddAside(points);
        _count = 0;
    }

    private void AddInLanes(Span<AffinePoint<TField>> points)
    {
        // The last group is filled up with the last pair: its copies store the same sum to the same target.
        int groups = (_count + GroupPairs - 1) / GroupPairs;
        int padded = groups * GroupPairs;
        _sources.AsSpan(_count, padded - _count).Fill(_sources[_count - 1]);
        _targets.AsSpan(_count, padded - _count).Fill(_targets[_count - 1]);

        int length = groups * GroupLength;
        int needed = (5 * length) + (4 * GroupLength) + CacheLine;
        if (_memory.Length < needed) _memory = GC.AllocateUninitializedArray<ulong>(needed);
        fixed (ulong* memory = _memory)
        fixed (AffinePoint<TField>* affine = points)
        fixed (int* sources = _sources, targets = _targets)
        fixed (byte* exceptions = _exceptions)
        {
            var words = (ulong*)affine;
            ulong* x1 = (ulong*)(((nuint)memory + 63) & ~(nuint)63);
            ulong* y1 = x1 + length, dx = y1 + length, dy = dx + length, products = dy + length;
            ulong* inverse = products + length, s = inverse + GroupLength, t = s + GroupLength, x3 = t + GroupLength;

            bool exceptional = false;
            for (int g = 0; g < groups; g++)
            {
                int o = g * GroupLength;
                exceptional |= TKernels.LoadPairs(
                    words, sources + (g * GroupPairs), x1 + o, y1 + o, dx + o, dy + o, exceptions + (g * GroupBlocks), GroupBlocks);
                if (g == 0) NativeMemory.Copy(dx, products, (nuint)GroupLength * sizeof(ulong));
                else TKernels.Multiply(products + o, products + o - GroupLength, dx + o, GroupBlocks);
            }

            if (exceptional) SetExceptionsAside(points);
            Invert(products + length - GroupLength, inverse, s);
            for (int g = groups - 1; g >= 0; g--)
            {
                // 1 / dx into t, and the inverse of the products before; then the slope into s.
                int o = g * GroupLength;
                if (g > 0)
                {
                    TKernels.Multiply(t, products + o - GroupLength, inverse, GroupBlocks);
                    TKernels.Multiply(inverse, inverse, dx + o, GroupBlocks);
                    TKernels.Multiply(s, dy + o, t, GroupBlocks);
                }
                else
                {
                    TKernels.Multiply(s, dy, inverse, GroupBlocks);
                }

                TKernels.Square(x3, s, GroupBlocks);
                TKernels.FinishX(x3, t, x3, x1 + o, dx + o, GroupBlocks);
                TKernels.Multiply(t, s, t, GroupBlocks);
                TKernels.FinishY(words, targets + (g * GroupPairs), x3, t, y1 + o, GroupBlocks);
            }
        }
    }

    /// <summary>The scaled inverse of every element of a group, with one inversion for all.</summary>
    /// <param name="group">The elements.</param>
    /// <param name="inverses">Receives <see cref="ILaneChord{TField}.InverseScale"/> over each, below p.</param>
    /// <param name="running">Room for a group.</param>
    private static void Invert(ulong* group, ulong* inverses, ulong* running)
    {
        int block = TKernels.BlockLength;
        NativeMemory.Copy(group, running, (nuint)block * sizeof(ulong));
        for (int i = 1; i < GroupBlocks; i++) TKernels.Multiply(running + (i * block), running + ((i - 1) * block), group + (i * block), 1);

        Span<TField> lanes = stackalloc TField[TKernels.Lanes];
        ulong* last = running + ((GroupBlocks - 1) * block);
        for (int lane = 0; lane < lanes.Length; lane++) lanes[lane] = TKernels.ReadInteger(last, lane);
        BatchInversion.Invert(lanes);
        for (int lane = 0; lane < lanes.Length; lane++) TKernels.WriteInteger(last, lane, lanes[lane] * TKernels.InverseScale);

        // From the last block on: the inverse of the products up to block i, kept where their product was, times the products before is the
        // inverse of block i.
        for (int i = GroupBlocks - 1; i > 0; i--)
        {
            ulong* inverse = running + (i * block);
            TKernels.Multiply(inverses + (i * block), inverse, inverse - block, 1);
            TKernels.Multiply(inverse - block, inverse, group + (i * block), 1);
        }

        NativeMemory.Copy(running, inverses, (nuint)block * sizeof(ulong));
    }

    private void SetExceptionsAside(ReadOnlySpan<AffinePoint<TField>> points)
    {
        for (int i = 0; i < _count; i++)
        {
            if ((_exceptions[i / TKernels.Lanes] >> (i % TKernels.Lanes) & 1) != 0) SetAside(points, i);
        }
    }

    private void SetAside(ReadOnlySpan<AffinePoint<TField>> points, int pair)
    {
        if (_asideCount == _asideTargets.Length)
        {
            int capacity = Math.Max(SmallestBatch, 2 * _asideCount);
            Array.Resize(ref _asidePoints, 2 * capacity);
            Array.Resize(ref _asideStarts, capacity);
            Array.Resize(ref _asideLengths, capacity);
            Array.Resize(ref _asideTargets, capacity);
        }

        _asidePoints[2 * _asideCount] = points[_sources[pair]];
        _asidePoints[(2 * _asideCount) + 1] = points[_sources[pair] + 1];
        _asideStarts[_asideCount] = 2 * _asideCount;
        _asideLengths[_asideCount] = 2;
        _asideTargets[_asideCount++] = _targets[pair];
    }

    private void AddAside(Span<AffinePoint<TField>> points)
    {
        if (_asideCount == 0) return;
        _scalar.SumSegments(_asidePoints, _asideStarts, _asideLengths.AsSpan(0, _asideCount));
        for (int i = 0; i < _asideCount; i++) points[_asideTargets[i]] = _asidePoints[2 * i];
        _asideCount = 0;
    }
}
