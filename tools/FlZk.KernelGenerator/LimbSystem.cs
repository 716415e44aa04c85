using System.Numerics;

namespace FlZk.KernelGenerator;

/// <summary>How integers are cut into limbs.</summary>
/// <param name="Bits">The bits of a limb.</param>
/// <param name="Count">The limbs of an element.</param>
public sealed record LimbSystem(int Bits, int Count)
{
    /// <summary>The limbs of an integer below 2^(Bits Count), least significant first.</summary>
    public IReadOnlyList<BigInteger> Cut(BigInteger value) =>
        [.. Enumerable.Range(0, Count).Select(i => (value >> (Bits * i)) & ((BigInteger.One << Bits) - 1))];

    /// <summary>Declarations "name0 = 0x..., name1 = 0x..." of an integer's limbs.</summary>
    public string Declare(string name, BigInteger value)
    {
        IReadOnlyList<BigInteger> limbs = Cut(value);
        return SourceText.Join(Count, i => $"{name}{i} = {SourceText.Hex(limbs[i])}");
    }

    /// <summary>
    /// The limbs of an integer, each but the last raised by <paramref name="times"/> 2^Bits at the expense of the next: as many carried
    /// limbs can be subtracted from each and leave it non-negative.
    /// </summary>
    public IReadOnlyList<BigInteger> Raise(BigInteger value, int times)
    {
        BigInteger[] limbs = [.. Cut(value)];
        for (int i = 0; i < Count - 1; i++)
        {
            limbs[i] += (BigInteger)times << Bits;
            limbs[i + 1] -= times;
        }

        return limbs;
    }
}
