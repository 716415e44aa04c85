using System.Runtime.CompilerServices;
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
/// A batch is a sequence of groups of <see cref="GroupBlocks"/> blocks. The denominators of block g of every group form one chain of
/// running products per lane; the chains are independent, which hides the latency of multiplication, and the products at their ends share
/// one inversion. Denominators are in Fp: over Fp2 they are the norms of the chords' dx.
/// </remarks>
/// <typeparam name="TField">The points' coordinate field.</typeparam>
/// <typeparam name="TKernels">The tier's arithmetic in Fp.</typeparam>
/// <typeparam name="TChord">Chords over the coordinate field, on the same kernels.</typeparam>
internal sealed unsafe class LaneAffineAdder<TField, TKernels, TChord> : AffineAdder<TField>
    where TField : unmanaged, IField<TField>
    where TKernels : struct, ILaneChord<Fp>
    where TChord : struct, IChordGroup<TField>
{
    private const int GroupBlocks = IChordGroup<TField>.Blocks;

    /// <summary>Below this, lanes cost more than scalar additions.</summary>
    private const int SmallestBatch = 16;

    private const int CacheLine = 64 / sizeof(ulong);

    private readonly BatchAffineAdder<TField> _scalar = new();
    private readonly byte[] _exceptions = new byte[Capacity / TKernels.Lanes];
    private readonly ulong[] _asideTargets = new ulong[Capacity];
    private readonly ulong[] _memory;
    private AffinePoint<TField>[] _aside = [];

    public LaneAffineAdder()
    {
        int elements = 4 * TChord.Components, work = 5 * TChord.Components;
        _memory = GC.AllocateUninitializedArray<ulong>(
            (MaximumGroups * GroupLength * (elements + 2)) + (GroupLength * (work + 1)) + CacheLine, pinned: true);
    }

    private static int GroupPairs => GroupBlocks * TKernels.Lanes;

    private static int GroupLength => GroupBlocks * TKernels.BlockLength;

    private static int MaximumGroups => Capacity / GroupPairs;

    /// <inheritdoc/>
    protected override void AddPairs(int count)
    {
        if (count < SmallestBatch)
        {
            for (int i = 0; i < count; i++) _scalar.Add(Left[i], Right[i], Targets[i]);
            _scalar.Flush();
            return;
        }

        // The last group is filled up with the last pair: its copies store the same sum to the same target.
        int groups = (count + GroupPairs - 1) / GroupPairs;
        for (int i = count; i < groups * GroupPairs; i++)
        {
            Left[i] = Left[count - 1];
            Right[i] = Right[count - 1];
            Targets[i] = Targets[count - 1];
        }

        fixed (byte* exceptions = _exceptions)
        {
            int coordinate = GroupLength * TChord.Components, length = groups * coordinate;
            ulong* x1 = (ulong*)(((nuint)Unsafe.AsPointer(ref _memory[0]) + 63) & ~(nuint)63);
            ulong* y1 = x1 + length, dx = y1 + length, dy = dx + length;
            ulong* denominators = dy + length, products = denominators + (groups * GroupLength);
            ulong* inverse = products + (groups * GroupLength), s = inverse + GroupLength;
            ulong* t = s + coordinate, x3 = t + coordinate, room = x3 + coordinate;

            bool exceptional = false;
            for (int g = 0; g < groups; g++)
            {
                int o = g * coordinate, p = g * GroupLength;
                exceptional |= TChord.LoadPairs(
                    Left + (g * GroupPairs), Right + (g * GroupPairs), x1 + o, y1 + o, dx + o, dy + o, exceptions + (g * GroupBlocks));
                ulong* denominator = TChord.Denominators(denominators + p, dx + o);
                if (g == 0) NativeMemory.Copy(denominator, products, (nuint)GroupLength * sizeof(ulong));
                else TKernels.Multiply(products + p, products + p - GroupLength, denominator, GroupBlocks);
            }

            int aside = exceptional ? SetAside(count) : 0;
            LaneInversion<TKernels>.Invert(
                products + ((groups - 1) * GroupLength), inverse, t, GroupBlocks, TKernels.InverseScale);
            for (int g = groups - 1; g >= 0; g--)
            {
                int o = g * coordinate, p = g * GroupLength;
                if (g > 0)
                {
                    TKernels.Multiply(t, products + p - GroupLength, inverse, GroupBlocks);
                    TKernels.Multiply(inverse, inverse, TChord.Components == 1 ? dx + o : denominators + p, GroupBlocks);
                }

                TChord.Slopes(s, dx + o, dy + o, g > 0 ? t : inverse, room);
                TChord.FinishX(x3, t, s, x1 + o, dx + o, room);
                TChord.FinishY(Targets + (g * GroupPairs), x3, t, s, y1 + o, room);
            }

            for (int i = 0; i < aside; i++) _scalar.Add(Address(2 * i), Address((2 * i) + 1), _asideTargets[i]);
            _scalar.Flush();
        }
    }

    /// <summary>Copies the pairs that have no chord, before any target is written; returns how many.</summary>
    private int SetAside(int count)
    {
        if (_aside.Length == 0) _aside = GC.AllocateUninitializedArray<AffinePoint<TField>>(2 * Capacity, pinned: true);
        int aside = 0;
        for (int i = 0; i < count; i++)
        {
            if ((_exceptions[i / TKernels.Lanes] >> (i % TKernels.Lanes) & 1) == 0) continue;
            SignedReference.Load(Left[i], out _aside[2 * aside]);
            SignedReference.Load(Right[i], out _aside[(2 * aside) + 1]);
            _asideTargets[aside++] = Targets[i];
        }

        return aside;
    }

    private ulong Address(int aside) => (ulong)Unsafe.AsPointer(ref _aside[aside]);
}
