using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlZk.Bn254.Curves;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.MultiScalar;

/// <summary>
/// Doublings in G1 on the lanes of an instruction tier: the slope is 3x^2 / 2y, and what follows is a chord's with both points the same.
/// </summary>
/// <remarks>
/// As in <see cref="LaneAffineAdder{TField, TKernels, TChord}"/> the y of block g of every group form one chain of running products per
/// lane. A chord's slope is dy times <see cref="ILaneChord{TField}.InverseScale"/> / dx / R. In its place stands x^2, which came out
/// divided by R where coordinates carry 2^256; so the inverses of y start as 3/2 R / 2^256 times that scale.
/// </remarks>
/// <typeparam name="TKernels">The tier's arithmetic in Fp.</typeparam>
internal sealed unsafe class LaneAffineDoubler<TKernels> : AffineDoubler
    where TKernels : struct, ILaneChord<Fp>
{
    private const int GroupBlocks = 8;

    /// <summary>Points per inversion, at most.</summary>
    private const int Capacity = 2048;

    private const int CacheLine = 64 / sizeof(ulong);

    private static readonly Fp TangentScale =
        TKernels.InverseScale * Fp.FromUInt64(3) * Fp.FromUInt64(2).Pow([(ulong)TKernels.RadixBits - 256]) * Fp.FromUInt64(2).Inverse();

    private readonly ulong[] _references = GC.AllocateArray<ulong>(Capacity + (2 * GroupPoints) + ILaneChord<Fp>.Ahead, pinned: true);
    private readonly ulong[] _memory =
        GC.AllocateUninitializedArray<ulong>((((3 * Capacity / GroupPoints) + 6) * GroupLength) + CacheLine, pinned: true);

    private static int GroupPoints => GroupBlocks * TKernels.Lanes;

    private static int GroupLength => GroupBlocks * TKernels.BlockLength;

    /// <inheritdoc/>
    public override void Double(AffinePoint<Fp>* points, int count)
    {
        for (int start = 0; start < count; start += Capacity) DoubleBatch(points + start, Math.Min(Capacity, count - start));
    }

    private void DoubleBatch(AffinePoint<Fp>* points, int count)
    {
        // The last group is filled up with the last point, and so is what is looked ahead at.
        int groups = (count + GroupPoints - 1) / GroupPoints;
        var references = (ulong*)Unsafe.AsPointer(ref _references[0]);
        for (int i = 0; i < count; i++) references[i] = (ulong)(points + i);
        for (int i = count; i < (groups * GroupPoints) + TKernels.Lanes + ILaneChord<Fp>.Ahead; i++)
            references[i] = (ulong)(points + count - 1);

        int length = groups * GroupLength;
        ulong* x = (ulong*)(((nuint)Unsafe.AsPointer(ref _memory[0]) + 63) & ~(nuint)63);
        ulong* y = x + length, products = y + length, zero = products + length;
        ulong* inverse = zero + GroupLength, slope = inverse + GroupLength, square = slope + GroupLength;
        ulong* t = square + GroupLength, x3 = t + GroupLength;

        // Every lane is without a chord; the differences, which nobody needs, go where there is room.
        byte* exceptions = stackalloc byte[GroupBlocks];
        for (int g = 0; g < groups; g++)
        {
            ulong* these = references + (g * GroupPoints), product = products + (g * GroupLength);
            ulong* gx = x + (g * GroupLength), gy = y + (g * GroupLength);
            TKernels.LoadRows(these, these, 0, 0, SignedReference.Negative, gx, gy, t, square, exceptions, GroupBlocks);
            if (g == 0) NativeMemory.Copy(gy, product, (nuint)GroupLength * sizeof(ulong));
            else TKernels.Multiply(product, product - GroupLength, gy, GroupBlocks);
        }

        NativeMemory.Clear(zero, (nuint)GroupLength * sizeof(ulong));
        LaneInversion<TKernels>.Invert(products + length - GroupLength, inverse, t, GroupBlocks, TangentScale);
        for (int g = groups - 1; g >= 0; g--)
        {
            ulong* product = products + (g * GroupLength), gx = x + (g * GroupLength), gy = y + (g * GroupLength);
            ulong* own = inverse;
            if (g > 0)
            {
                own = t;
                TKernels.Multiply(own, product - GroupLength, inverse, GroupBlocks);
                TKernels.Multiply(inverse, inverse, gy, GroupBlocks);
            }

            TKernels.Square(square, gx, GroupBlocks);
            TKernels.Multiply(slope, square, own, GroupBlocks);
            TKernels.Square(square, slope, GroupBlocks);
            TKernels.FinishX(x3, t, square, gx, zero, GroupBlocks);
            TKernels.Multiply(t, slope, t, GroupBlocks);
            TKernels.FinishY(references + (g * GroupPoints), x3, t, gy, GroupBlocks);
        }
    }
}
