using System.Runtime.InteropServices;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254.Lanes;

/// <summary>Montgomery's trick across blocks and lanes: one inversion for a whole group.</summary>
/// <typeparam name="TKernels">The tier's arithmetic in Fp.</typeparam>
internal static unsafe class LaneInversion<TKernels>
    where TKernels : struct, ILaneField<Fp>
{
    /// <summary>The scaled inverse of every element of a group, all of them invertible.</summary>
    /// <param name="group">The elements.</param>
    /// <param name="inverses">Receives <paramref name="scale"/> over each, below 2p.</param>
    /// <param name="running">Room for a group.</param>
    /// <param name="blocks">The group's blocks.</param>
    /// <param name="scale">What the inverses are multiplied with.</param>
    public static void Invert(ulong* group, ulong* inverses, ulong* running, int blocks, in Fp scale)
    {
        int block = TKernels.BlockLength;
        NativeMemory.Copy(group, running, (nuint)block * sizeof(ulong));
        for (int i = 1; i < blocks; i++) TKernels.Multiply(running + (i * block), running + ((i - 1) * block), group + (i * block), 1);

        Span<Fp> lanes = stackalloc Fp[TKernels.Lanes];
        ulong* last = running + ((blocks - 1) * block);
        for (int lane = 0; lane < lanes.Length; lane++) lanes[lane] = TKernels.ReadInteger(last, lane);
        BatchInversion.Invert(lanes);
        for (int lane = 0; lane < lanes.Length; lane++) TKernels.WriteInteger(last, lane, lanes[lane] * scale);

        // From the last block on: the inverse of the products up to block i, kept where their product was, times the products before is the
        // inverse of block i.
        for (int i = blocks - 1; i > 0; i--)
        {
            ulong* inverse = running + (i * block);
            TKernels.Multiply(inverses + (i * block), inverse, inverse - block, 1);
            TKernels.Multiply(inverse - block, inverse, group + (i * block), 1);
        }

        NativeMemory.Copy(running, inverses, (nuint)block * sizeof(ulong));
    }
}
