using System.Numerics;
using System.Runtime.InteropServices;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests.Lanes;

/// <summary>Aligned blocks of lanes holding any integers below R.</summary>
internal sealed unsafe class LaneBlock<TLayout> : IDisposable
    where TLayout : struct, ILaneLayout
{
    public LaneBlock(int blocks)
    {
        Blocks = blocks;
        Words = (ulong*)NativeMemory.AlignedAlloc((nuint)(blocks * TLayout.BlockLength * sizeof(ulong)), 64);
    }

    public LaneBlock(BigInteger[] integers)
        : this((integers.Length + TLayout.Lanes - 1) / TLayout.Lanes)
    {
        for (int i = 0; i < Blocks * TLayout.Lanes; i++) this[i] = i < integers.Length ? integers[i] : 0;
    }

    public int Blocks { get; }

    private static int Limbs => TLayout.BlockLength / TLayout.Lanes;

    public ulong* Words { get; }

    /// <summary>The integer in one lane; its getter demands carried limbs.</summary>
    public BigInteger this[int i]
    {
        get
        {
            BigInteger value = 0;
            for (int limb = Limbs - 1; limb >= 0; limb--)
            {
                ulong word = *Word(i, limb);
                Assert.True(word >> TLayout.LimbBits == 0, "Limbs are carried.");
                value = (value << TLayout.LimbBits) + word;
            }

            return value;
        }

        set
        {
            for (int limb = 0; limb < Limbs; limb++)
            {
                *Word(i, limb) = (ulong)((value >> (TLayout.LimbBits * limb)) & ((BigInteger.One << TLayout.LimbBits) - 1));
            }
        }
    }

    public void Dispose() => NativeMemory.AlignedFree(Words);

    private ulong* Word(int i, int limb) =>
        Words + (i / TLayout.Lanes * TLayout.BlockLength) + (limb * TLayout.Lanes) + (i % TLayout.Lanes);
}
