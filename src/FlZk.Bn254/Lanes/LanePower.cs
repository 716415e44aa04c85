using System.Runtime.InteropServices;

namespace FlZk.Bn254.Lanes;

/// <summary>Many elements of Fp to one power, on lanes: a fixed schedule of squarings and multiplications by odd powers.</summary>
internal static unsafe class LanePower<TKernels>
    where TKernels : struct, ILanePrimeField<Fp>
{
    /// <summary>Elements at a time: enough independent blocks to hide latencies, few enough for the first-level cache.</summary>
    private const int GroupLength = 64;
    private const int Window = 4;
    private const int OddPowers = 1 << (Window - 1);

    private static readonly int Blocks = GroupLength / TKernels.Lanes;
    private static readonly int Words = Blocks * TKernels.BlockLength;

    // Powers are taken of x R: from the memory's x 2^256 by multiplying with R^2 / 2^256, and back by 2^256.
    private static readonly Fp ToRadix = Fp.FromUInt64(2).Pow([(ulong)((2 * TKernels.RadixBits) - 256)]);
    private static readonly Fp FromRadix = Fp.FromUInt64(2).Pow([256]);

    /// <summary>results[i] = bases[i]^exponent.</summary>
    /// <param name="bases">The elements.</param>
    /// <param name="littleEndianExponent">64-bit limbs of a positive exponent, least significant first.</param>
    /// <param name="results">As many; may be the bases.</param>
    public static void Raise(ReadOnlySpan<Fp> bases, ReadOnlySpan<ulong> littleEndianExponent, Span<Fp> results)
    {
        List<(int Squarings, int OddPower)> steps = Schedule(littleEndianExponent);
        ulong* memory = stackalloc ulong[((OddPowers + 2) * Words) + 8];
        Span<Fp> padded = stackalloc Fp[GroupLength];
        ulong* powers = (ulong*)(((nuint)memory + 63) & ~(nuint)63);
        ulong* constants = powers + (OddPowers * Words);
        ulong* value = constants + Words;
        for (int start = 0; start < bases.Length; start += GroupLength)
        {
            int count = Math.Min(GroupLength, bases.Length - start);
            padded.Clear();
            bases.Slice(start, count).CopyTo(padded);
            fixed (Fp* elements = padded)
            {
                TKernels.Load(value, (ulong*)elements, Blocks);
                Fill(constants, ToRadix);
                TKernels.Multiply(powers, value, constants, Blocks);
                TKernels.Square(value, powers, Blocks);
                for (int i = 1; i < OddPowers; i++) TKernels.Multiply(powers + (i * Words), powers + ((i - 1) * Words), value, Blocks);
                Apply(steps, value, powers);
                Fill(constants, FromRadix);
                TKernels.Multiply(value, value, constants, Blocks);
                TKernels.Store((ulong*)elements, value, Blocks);
            }

            padded[..count].CopyTo(results[start..]);
        }
    }

    private static void Apply(List<(int Squarings, int OddPower)> steps, ulong* value, ulong* powers)
    {
        bool first = true;
        foreach ((int squarings, int oddPower) in CollectionsMarshal.AsSpan(steps))
        {
            ulong* power = powers + ((long)(oddPower >> 1) * Words);
            if (first)
            {
                NativeMemory.Copy(power, value, (nuint)Words * sizeof(ulong));
                first = false;
                continue;
            }

            for (int i = 0; i < squarings; i++) TKernels.Square(value, value, Blocks);
            if (oddPower > 0) TKernels.Multiply(value, value, power, Blocks);
        }
    }

    /// <summary>Sliding windows from the top: so many squarings, then a multiplication by an odd power, or none at the end.</summary>
    private static List<(int Squarings, int OddPower)> Schedule(ReadOnlySpan<ulong> exponent)
    {
        var steps = new List<(int, int)>();
        int squarings = 0;
        for (int bit = (64 * exponent.Length) - 1; bit >= 0;)
        {
            if (Bit(exponent, bit) == 0)
            {
                squarings++;
                bit--;
                continue;
            }

            int low = Math.Max(bit - Window + 1, 0);
            while (Bit(exponent, low) == 0) low++;
            int digit = 0;
            for (int i = bit; i >= low; i--) digit = (2 * digit) + Bit(exponent, i);
            steps.Add((squarings + bit - low + 1, digit));
            squarings = 0;
            bit = low - 1;
        }

        if (squarings > 0) steps.Add((squarings, 0));
        return steps;
    }

    private static int Bit(ReadOnlySpan<ulong> exponent, int bit) => (int)(exponent[bit / 64] >> (bit % 64)) & 1;

    private static void Fill(ulong* blocks, in Fp value)
    {
        for (int lane = 0; lane < TKernels.Lanes; lane++) TKernels.WriteInteger(blocks, lane, value);
        for (int i = 1; i < Blocks; i++)
            NativeMemory.Copy(blocks, blocks + (i * TKernels.BlockLength), (nuint)TKernels.BlockLength * sizeof(ulong));
    }
}
