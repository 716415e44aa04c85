using System.Numerics;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests.Lanes;

/// <summary>Integers to try lanes with.</summary>
internal static class LaneIntegers
{
    /// <summary>
    /// Integers below bound q around which limbs, words or multiples of q begin and end, and those with one limb full or all but one.
    /// </summary>
    public static BigInteger[] Edges<TLayout>(BigInteger q, int bound)
        where TLayout : struct, ILaneLayout
    {
        int bits = TLayout.LimbBits, limbs = TLayout.BlockLength / TLayout.Lanes;
        List<BigInteger> edges = [0, 1, 2, 3];
        foreach (int k in Enumerable.Range(1, bound).Where(k => k <= 5 || k == bound))
        {
            edges.AddRange([(k * q) - 2, (k * q) - 1, k * q, (k * q) + 1, (k * q) - (q / 2)]);
        }

        int[] powers = [.. Enumerable.Range(1, limbs).Select(i => i * bits), 64, 128, 192, 252, 253, 254, 255, 256];
        foreach (int k in powers) edges.AddRange([(BigInteger.One << k) - 1, BigInteger.One << k, (BigInteger.One << k) + 1]);
        BigInteger full = (BigInteger.One << bits) - 1;
        for (int limb = 0; limb < limbs; limb++)
        {
            edges.Add(((BigInteger.One << 253) - 1) & ~(full << (bits * limb)));
            edges.Add(full << (bits * limb));
        }

        return [.. edges.Where(e => e >= 0 && e < bound * q).Distinct()];
    }

    /// <summary>Random integers below bound q.</summary>
    public static BigInteger[] Random(Random random, int count, BigInteger q, int bound)
    {
        var integers = new BigInteger[count];
        var bytes = new byte[40];
        for (int i = 0; i < count; i++)
        {
            random.NextBytes(bytes);
            integers[i] = new BigInteger(bytes, isUnsigned: true) % (bound * q);
        }

        return integers;
    }
}
