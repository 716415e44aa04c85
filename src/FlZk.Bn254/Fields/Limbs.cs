using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlZk.Bn254.Fields;

/// <summary>A 256-bit integer as four 64-bit limbs, least significant first.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Limbs(ulong l0, ulong l1, ulong l2, ulong l3)
{
    public readonly ulong L0 = l0;
    public readonly ulong L1 = l1;
    public readonly ulong L2 = l2;
    public readonly ulong L3 = l3;

    public bool IsZero => (L0 | L1 | L2 | L3) == 0;

    /// <summary>Reads 32 big-endian bytes.</summary>
    public static Limbs ReadBigEndian(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt64BigEndian(source[24..32]),
        BinaryPrimitives.ReadUInt64BigEndian(source[16..24]),
        BinaryPrimitives.ReadUInt64BigEndian(source[8..16]),
        BinaryPrimitives.ReadUInt64BigEndian(source[..8]));

    /// <summary>Reads 32 little-endian bytes.</summary>
    public static Limbs ReadLittleEndian(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(source[..8]),
        BinaryPrimitives.ReadUInt64LittleEndian(source[8..16]),
        BinaryPrimitives.ReadUInt64LittleEndian(source[16..24]),
        BinaryPrimitives.ReadUInt64LittleEndian(source[24..32]));

    public void WriteBigEndian(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..32], L0);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..24], L1);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..16], L2);
        BinaryPrimitives.WriteUInt64BigEndian(destination[..8], L3);
    }

    public void WriteLittleEndian(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination[..8], L0);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..16], L1);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..24], L2);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..32], L3);
    }

    /// <summary>Whether this integer is smaller than <paramref name="other"/>. Not constant-time.</summary>
    public bool IsBelow(in Limbs other)
    {
        if (L3 != other.L3) return L3 < other.L3;
        if (L2 != other.L2) return L2 < other.L2;
        return L1 != other.L1 ? L1 < other.L1 : L0 < other.L0;
    }

    /// <summary>The number of bits up to and including the highest set one; 0 for zero.</summary>
    public int BitLength
    {
        get
        {
            if (L3 != 0) return 256 - System.Numerics.BitOperations.LeadingZeroCount(L3);
            if (L2 != 0) return 192 - System.Numerics.BitOperations.LeadingZeroCount(L2);
            if (L1 != 0) return 128 - System.Numerics.BitOperations.LeadingZeroCount(L1);
            return 64 - System.Numerics.BitOperations.LeadingZeroCount(L0);
        }
    }

    /// <summary>The integer of <paramref name="count"/> bits (at most 31) from bit <paramref name="start"/>
    /// on; bits beyond 256 are zero.</summary>
    public int Bits(int start, int count) => (int)LongBits(start, count);

    /// <summary>The integer of <paramref name="count"/> bits (at most 63) from bit <paramref name="start"/>
    /// on; bits beyond 256 are zero.</summary>
    public ulong LongBits(int start, int count)
    {
        int limb = start >> 6, shift = start & 63;
        ulong low = Limb(limb) >> shift;
        if (shift + count > 64) low |= Limb(limb + 1) << (64 - shift);
        return low & ((1UL << count) - 1);
    }

    /// <summary>
    /// Digit d_w of this integer as sum_w d_w 2^(w width) with |d_w| at most 2^(width-1): the window's bits plus the bit below them, minus
    /// 2^width when the window's top bit is set. Needs no carry, so windows are independent.
    /// </summary>
    public int SignedDigit(int window, int width)
    {
        int start = window * width;
        int bitsAndBelow = window == 0 ? Bits(0, width) << 1 : Bits(start - 1, width + 1);
        int bits = bitsAndBelow >> 1;
        return bits + (bitsAndBelow & 1) - ((bits >> (width - 1)) << width);
    }

    private ulong Limb(int i) => (uint)i < 4 ? Unsafe.Add(ref Unsafe.AsRef(in L0), i) : 0;
}
