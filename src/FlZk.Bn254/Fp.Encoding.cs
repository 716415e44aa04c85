using System.Globalization;
using System.Numerics;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254;

public readonly partial struct Fp
{
    /// <summary>The element of an unsigned integer.</summary>
    public static Fp FromUInt64(ulong value) => new(Montgomery<FpModulus>.ToMontgomery(new Limbs(value, 0, 0, 0)));

    /// <summary>The element of a signed integer; a negative value -v becomes p - v.</summary>
    public static Fp FromInt64(long value) => value >= 0 ? FromUInt64((ulong)value) : -FromUInt64(0UL - (ulong)value);

    /// <summary>The element of any integer, reduced modulo p. Not for hot paths.</summary>
    public static Fp FromBigInteger(BigInteger value) => new(FieldEncoding<FpModulus>.FromBigInteger(value));

    /// <summary>Reads the canonical 32-byte big-endian form.</summary>
    /// <param name="bytes">Exactly 32 bytes.</param>
    /// <param name="value">The element, or zero on failure.</param>
    /// <returns>False when the length is not 32 or the integer is p or more.</returns>
    public static bool TryReadBigEndian(ReadOnlySpan<byte> bytes, out Fp value)
    {
        bool valid = FieldEncoding<FpModulus>.TryReadBigEndian(bytes, out Limbs limbs);
        value = new Fp(limbs);
        return valid;
    }

    /// <summary>Reads the canonical 32-byte little-endian form.</summary>
    /// <param name="bytes">Exactly 32 bytes.</param>
    /// <param name="value">The element, or zero on failure.</param>
    /// <returns>False when the length is not 32 or the integer is p or more.</returns>
    public static bool TryReadLittleEndian(ReadOnlySpan<byte> bytes, out Fp value)
    {
        bool valid = FieldEncoding<FpModulus>.TryReadLittleEndian(bytes, out Limbs limbs);
        value = new Fp(limbs);
        return valid;
    }

    /// <summary>Reads the 32-byte little-endian Montgomery form a 2^256 mod p, as zkey files store it.</summary>
    /// <param name="bytes">Exactly 32 bytes.</param>
    /// <param name="value">The element, or zero on failure.</param>
    /// <returns>False when the length is not 32 or the stored integer is p or more.</returns>
    public static bool TryReadMontgomery(ReadOnlySpan<byte> bytes, out Fp value)
    {
        bool valid = FieldEncoding<FpModulus>.TryReadMontgomery(bytes, out Limbs limbs);
        value = new Fp(limbs);
        return valid;
    }

    /// <summary>Reduces a big-endian integer of up to 64 bytes modulo p. 48 uniform bytes give an element
    /// within 2^-130 of uniform.</summary>
    /// <param name="bytes">At most 64 bytes; empty gives zero.</param>
    /// <exception cref="ArgumentException">More than 64 bytes.</exception>
    public static Fp ReduceBigEndian(ReadOnlySpan<byte> bytes) => new(FieldEncoding<FpModulus>.ReduceBigEndian(bytes));

    /// <summary>Parses a decimal integer without sign or spaces.</summary>
    /// <param name="decimalText">ASCII digits.</param>
    /// <param name="value">The element, or zero on failure.</param>
    /// <returns>False when the text is not a decimal integer or is p or more.</returns>
    public static bool TryParse(string decimalText, out Fp value)
    {
        bool valid = FieldEncoding<FpModulus>.TryParse(decimalText, out Limbs limbs);
        value = new Fp(limbs);
        return valid;
    }

    /// <summary>Writes the canonical 32-byte big-endian form.</summary>
    /// <param name="destination">At least 32 bytes.</param>
    public void WriteBigEndian(Span<byte> destination) => Montgomery<FpModulus>.FromMontgomery(_limbs).WriteBigEndian(destination);

    /// <summary>Writes the canonical 32-byte little-endian form.</summary>
    /// <param name="destination">At least 32 bytes.</param>
    public void WriteLittleEndian(Span<byte> destination) => Montgomery<FpModulus>.FromMontgomery(_limbs).WriteLittleEndian(destination);

    /// <summary>Writes the 32-byte little-endian Montgomery form.</summary>
    /// <param name="destination">At least 32 bytes.</param>
    public void WriteMontgomery(Span<byte> destination) => _limbs.WriteLittleEndian(destination);

    /// <summary>The integer in [0, p). Not for hot paths.</summary>
    public BigInteger ToBigInteger() => FieldEncoding<FpModulus>.ToBigInteger(_limbs);

    /// <summary>The integer in [0, p) in decimal.</summary>
    public override string ToString() => ToBigInteger().ToString(CultureInfo.InvariantCulture);

    /// <summary>The integer in [0, p) as limbs, out of Montgomery form.</summary>
    internal Limbs ToCanonical() => Montgomery<FpModulus>.FromMontgomery(_limbs);
}
