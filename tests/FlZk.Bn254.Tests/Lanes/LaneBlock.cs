using System.Numerics;
using System.Runtime.InteropServices;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests.Lanes;

/// <summary>Aligned blocks of lanes holding any integers below 2^260.</summary>
internal sealed unsafe class LaneBlock : IDisposable
{
    public LaneBlock(int blocks)
    {
        Blocks = blocks;
        Words = (ulong*)NativeMemory.AlignedAlloc((nuint)(blocks * FpLanes.BlockLength * sizeof(ulong)), 64);
    }

    public LaneBlock(BigInteger[] integers)
        : this((integers.Length + FpLanes.Lanes - 1) / FpLanes.Lanes)
    {
        for (int i = 0; i < Blocks * FpLanes.Lanes; i++) this[i] = i < integers.Length ? integers[i] : 0;
    }

    public int Blocks { get; }

    public ulong* Words { get; }

    /// <summary>The integer in one lane; its getter demands carried limbs.</summary>
    public BigInteger this[int i]
    {
        get
        {
            BigInteger value = 0;
            for (int limb = 4; limb >= 0; limb--)
            {
                ulong word = *Word(i, limb);
                Assert.True(word < 1UL << 52);
                value = (value << 52) + word;
            }

            return value;
        }

        set
        {
            for (int limb = 0; limb < 5; limb++) *Word(i, limb) = (ulong)((value >> (52 * limb)) & ((1UL << 52) - 1));
        }
    }

    public void Dispose() => NativeMemory.AlignedFree(Words);

    private ulong* Word(int i, int limb) =>
        Words + (i / FpLanes.Lanes * FpLanes.BlockLength) + (limb * FpLanes.Lanes) + (i % FpLanes.Lanes);
}
