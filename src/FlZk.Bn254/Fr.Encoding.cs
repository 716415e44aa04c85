using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254;

public readonly partial struct Fr
{
    /// <summary>The element of an unsigned integer.</summary>
    public static Fr FromUInt64(ulong value) => new(Montgomery<FrModulus>.ToMontgomery(new Limbs(value, 0, 0, 0)));

    /// <summary>The element of a signed integer; a negative value -v becomes r - v.</summary>
    public static Fr FromInt64(long value) => value >= 0 ? FromUInt64((ulong)value) : -FromUInt64(0UL - (ulong)value);

    /// <summary>The element of any integer, reduced modulo r. Not for hot paths.</summary>
    public static Fr FromBigInteger(BigInteger value) => new(FieldEncoding<FrModulus>.FromBigInteger(value));

    /// <summary>Reads the canonical 32-byte big-endian form.</summary>
    /// <param name="bytes">Exactly 32 bytes.</param>
    /// <param name="value">The element, or zero on failure.</param>
    /// <returns>False when the length is not 32 or the integer is r or more.</returns>
    public static bool TryReadBigEndian(ReadOnlySpan<byte> bytes, out Fr value)
    {
        bool valid = FieldEncoding<FrModulus>.TryReadBigEndian(bytes, out Limbs limbs);
        value = new Fr(limbs);
        return valid;
    }

    /// <summary>Reads the canonical 32-byte little-endian form.</summary>
    /// <param name="bytes">Exactly 32 bytes.</param>
    /// <param name="value">The element, or zero on failure.</param>
    /// <returns>False when the length is not 32 or the integer is r or more.</returns>
    public static bool TryReadLittleEndian(ReadOnlySpan<byte> bytes, out Fr value)
    {
        bool valid = FieldEncoding<FrModulus>.TryReadLittleEndian(bytes, out Limbs limbs);
        value = new Fr(limbs);
        return valid;
    }

    /// <summary>Reads the 32-byte little-endian Montgomery form a 2^256 mod r, as zkey files store it.</summary>
    /// <param name="bytes">Exactly 32 bytes.</param>
    /// <param name="value">The element, or zero on failure.</param>
    /// <returns>False when the length is not 32 or the stored integer is r or more.</returns>
    public static bool TryReadMontgomery(ReadOnlySpan<byte> bytes, out Fr value)
    {
        bool valid = FieldEncoding<FrModulus>.TryReadMontgomery(bytes, out Limbs limbs);
        value = new Fr(limbs);
        return valid;
    }

    /// <summary>Reduces a big-endian integer of up to 64 bytes modulo r. 48 uniform bytes give an element
    /// within 2^-130 of uniform.</summary>
    /// <param name="bytes">At most 64 bytes; empty gives zero.</param>
    /// <exception cref="ArgumentException">More than 64 bytes.</exception>
    public static Fr ReduceBigEndian(ReadOnlySpan<byte> bytes) => new(FieldEncoding<FrModulus>.ReduceBigEndian(bytes));

    /// <summary>A fresh secret scalar: 48 bytes of the system's cryptographic generator, reduced.</summary>
    public static Fr Random()
    {
        Span<byte> bytes = stackalloc byte[48];
        RandomNumberGenerator.Fill(bytes);
        Fr value = ReduceBigEndian(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return value;
    }

    /// <summary>Parses a decimal integer without sign or spaces.</summary>
    /// <param name="decimalText">ASCII digits.</param>
    /// <param name="value">The element, or zero on failure.</param>
    /// <returns>False when the text is not a decimal integer or is r or more.</returns>
    public static bool TryParse(string decimalText, out Fr value)
    {
        bool valid = FieldEncoding<FrModulus>.TryParse(decimalText, out Limbs limbs);
        value = new Fr(limbs);
        return valid;
    }

    /// <summary>Writes the canonical 32-byte big-endian form.</summary>
    /// <param name="destination">At least 32 bytes.</param>
    public void WriteBigEndian(Span<byte> destination) => Montgomery<FrModulus>.FromMontgomery(_limbs).WriteBigEndian(destination);

    /// <summary>Writes the canonical 32-byte little-endian form.</summary>
    /// <param name="destination">At least 32 bytes.</param>
    public void WriteLittleEndian(Span<byte> destination) => Montgomery<FrModulus>.FromMontgomery(_limbs).WriteLittleEndian(destination);

    /// <summary>Writes the 32-byte little-endian Montgomery form.</summary>
    /// <param name="destination">At least 32 bytes.</param>
    public void WriteMontgomery(Span<byte> destination) => _limbs.WriteLittleEndian(destination);

    /// <summary>The integer in [0, r). Not for hot paths.</summary>
    public BigInteger ToBigInteger() => FieldEncoding<FrModulus>.ToBigInteger(_limbs);

    /// <summary>The integer in [0, r) in decimal.</summary>
    public override string ToString() => ToBigInteger().ToString(CultureInfo.InvariantCulture);

    /// <summary>The integer in [0, r) as limbs, out of Montgomery form.</summary>
    internal Limbs ToCanonical() => Montgomery<FrModulus>.FromMontgomery(_limbs);
}
