using System.Globalization;
using System.Numerics;

namespace FlZk.Bn254.Fields;

/// <summary>The encodings that <see cref="Fp"/> and <see cref="Fr"/> share; results are in Montgomery form.</summary>
internal static class FieldEncoding<TModulus>
    where TModulus : struct, IPrimeModulus
{
    private const int ByteLength = 32;

    /// <summary>2^256 - 1 has 78 decimal digits: anything longer is refused before it is parsed.</summary>
    private const int MaximumDigits = 78;

    public static BigInteger ModulusAsBigInteger => ToInteger(Montgomery<TModulus>.Modulus);

    public static bool TryReadBigEndian(ReadOnlySpan<byte> bytes, out Limbs montgomery)
    {
        montgomery = default;
        return bytes.Length == ByteLength && TryEnter(Limbs.ReadBigEndian(bytes), out montgomery);
    }

    public static bool TryReadLittleEndian(ReadOnlySpan<byte> bytes, out Limbs montgomery)
    {
        montgomery = default;
        return bytes.Length == ByteLength && TryEnter(Limbs.ReadLittleEndian(bytes), out montgomery);
    }

    public static bool TryReadMontgomery(ReadOnlySpan<byte> bytes, out Limbs montgomery)
    {
        montgomery = default;
        if (bytes.Length != ByteLength) return false;
        Limbs stored = Limbs.ReadLittleEndian(bytes);
        if (!stored.IsBelow(Montgomery<TModulus>.Modulus)) return false;
        montgomery = stored;
        return true;
    }

    public static Limbs ReduceBigEndian(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 2 * ByteLength) throw new ArgumentException("At most 64 bytes can be reduced.", nameof(bytes));
        Span<byte> padded = stackalloc byte[2 * ByteLength];
        padded.Clear();
        bytes.CopyTo(padded[(padded.Length - bytes.Length)..]);

        // (high 2^256 + low) R = high R^2 + low R, where both products may start from unreduced integers.
        Limbs high = Montgomery<TModulus>.Multiply(TModulus.RCubed, Limbs.ReadBigEndian(padded));
        Limbs low = Montgomery<TModulus>.Multiply(TModulus.RSquared, Limbs.ReadBigEndian(padded[ByteLength..]));
        padded.Clear();
        Montgomery<TModulus>.Add(high, low, out Limbs sum);
        return sum;
    }

    public static bool TryParse(string? text, out Limbs montgomery)
    {
        montgomery = default;
        return text is { Length: > 0 and <= MaximumDigits }
            && BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger value)
            && value < ModulusAsBigInteger
            && TryEnter(FromInteger(value), out montgomery);
    }

    public static Limbs FromBigInteger(BigInteger value)
    {
        BigInteger reduced = value % ModulusAsBigInteger;
        if (reduced.Sign < 0) reduced += ModulusAsBigInteger;
        return Montgomery<TModulus>.ToMontgomery(FromInteger(reduced));
    }

    public static BigInteger ToBigInteger(in Limbs montgomery) => ToInteger(Montgomery<TModulus>.FromMontgomery(montgomery));

    private static bool TryEnter(Limbs integer, out Limbs montgomery)
    {
        bool valid = integer.IsBelow(Montgomery<TModulus>.Modulus);
        montgomery = valid ? Montgomery<TModulus>.ToMontgomery(integer) : default;
        return valid;
    }

    private static BigInteger ToInteger(in Limbs integer)
    {
        Span<byte> bytes = stackalloc byte[ByteLength];
        integer.WriteLittleEndian(bytes);
        return new BigInteger(bytes, isUnsigned: true);
    }

    private static Limbs FromInteger(BigInteger value)
    {
        Span<byte> bytes = stackalloc byte[ByteLength];
        bytes.Clear();
        value.TryWriteBytes(bytes, out _, isUnsigned: true);
        return Limbs.ReadLittleEndian(bytes);
    }
}
