using System.Runtime.CompilerServices;
using FlZk.Bn254.Fields;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.MultiScalar;

/// <summary>
/// Adds pairs of affine points, many at a time: affine addition needs an inversion, which Montgomery's trick shares among a batch.
/// Complete: equal points, opposite points and infinity are welcome. The one seam between instruction tiers; sums are canonical, the
/// same from each.
/// </summary>
/// <remarks>
/// Pairs are collected and added when the batch is full or flushed. A pair's sources may be read and its target written at any time until
/// then: a target may be a source of its own pair, but not of another pending one.
/// </remarks>
internal abstract unsafe class AffineAdder<TField>
    where TField : unmanaged, IField<TField>
{
    /// <summary>Pairs per batch: one inversion among so many is noise, and a batch on lanes stays in a core's second-level cache.</summary>
    protected const int Capacity = 2048;

    /// <summary>Room behind a batch, for filling up lanes and for looking ahead.</summary>
    protected const int Slack = 128;

    private readonly ulong[] _references = GC.AllocateArray<ulong>(3 * (Capacity + Slack), pinned: true);
    private int _count;

    protected AffineAdder()
    {
        Left = (ulong*)Unsafe.AsPointer(ref _references[0]);
        Right = Left + Capacity + Slack;
        Targets = Right + Capacity + Slack;
    }

    /// <summary>The pending pairs' first points, as <see cref="SignedReference"/>.</summary>
    protected ulong* Left { get; }

    /// <summary>Their second points.</summary>
    protected ulong* Right { get; }

    /// <summary>The addresses of their sums.</summary>
    protected ulong* Targets { get; }

    /// <summary>The adder of a tier.</summary>
    public static AffineAdder<TField> Create(InstructionTier tier)
    {
        bool extension = typeof(TField) == typeof(Fp2);
        object? adder = tier switch
        {
            InstructionTier.Avx512 when extension => new LaneAffineAdder<Fp2, Avx512Fp, Fp2ChordGroup<Avx512Fp>>(),
            InstructionTier.Avx512 => new LaneAffineAdder<Fp, Avx512Fp, FpChordGroup<Avx512Fp>>(),
            InstructionTier.Avx2 when extension => new LaneAffineAdder<Fp2, Avx2Fp, Fp2ChordGroup<Avx2Fp>>(),
            InstructionTier.Avx2 => new LaneAffineAdder<Fp, Avx2Fp, FpChordGroup<Avx2Fp>>(),
            _ => null,
        };
        return (AffineAdder<TField>?)adder ?? new BatchAffineAdder<TField>();
    }

    /// <summary>Sees to it that target = left + right after the next flush.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong left, ulong right, ulong target)
    {
        if (_count == Capacity) Flush();
        Left[_count] = left;
        Right[_count] = right;
        Targets[_count++] = target;
    }

    /// <summary>Adds the pending pairs.</summary>
    public void Flush()
    {
        if (_count != 0) AddPairs(_count);
        _count = 0;
    }

    /// <summary>*target = left + right for the first <paramref name="count"/> pairs.</summary>
    protected abstract void AddPairs(int count);
}
