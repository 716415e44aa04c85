using System.Globalization;
using System.Numerics;
using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Groth16;

/// <summary>The field declaration in file headers: u32 byte length, then the prime, little-endian. Only
/// BN254's are accepted; others are named.</summary>
internal static class FieldHeader
{
    public const int ByteLength = 32;

    // Primes that circom and snarkjs know, so that a message can say which curve a file is of.
    private static readonly (string Name, string Prime)[] OtherPrimes =
    [
        ("the BLS12-381 scalar field", "52435875175126190479447740508185965837690552500527637822603658699938581184513"),
        ("the BLS12-381 base field",
            "4002409555221667393417789825735904156556882819939007885332058136124031650490837864442687629129015664037894272559787"),
        ("the Goldilocks field", "18446744069414584321"),
        ("the Pallas base field", "28948022309329048855892746252171976963363056481941560715954676764349967630337"),
        ("the Vesta base field", "28948022309329048855892746252171976963363056481941647379679742748393362948097"),
        ("the secq256r1 base field", "115792089210356248762697446949407573529996955224135760342422259061068512044369"),
    ];

    /// <summary>Reads a declaration and requires it to be the scalar field of BN254.</summary>
    /// <exception cref="FileFormatException">Another field; it is named where it is known.</exception>
    public static void RequireScalarField(SectionReader section) => Require(section, Fr.Modulus, "the BN254 scalar field");

    /// <summary>Reads a declaration and requires it to be the base field of BN254.</summary>
    /// <exception cref="FileFormatException">Another field; it is named where it is known.</exception>
    public static void RequireBaseField(SectionReader section) => Require(section, Fp.Modulus, "the BN254 base field");

    public static void WriteScalarField(Stream stream) => Write(stream, Fr.Modulus);

    public static void WriteBaseField(Stream stream) => Write(stream, Fp.Modulus);

    private static void Require(SectionReader section, BigInteger expected, string name)
    {
        uint length = section.ReadUInt32();
        if (length is 0 or > 256 || length % 8 != 0) throw section.Bad($"a field element of {length} bytes is not possible.", -4);
        Span<byte> bytes = stackalloc byte[(int)length];
        section.ReadExactly(bytes);
        var prime = new BigInteger(bytes, isUnsigned: true);
        if (prime == expected && length == ByteLength) return;
        throw section.Bad($"the file is over {NameOf(prime)}; {name} was expected.", -(long)length);
    }

    private static string NameOf(BigInteger prime)
    {
        if (prime == Fr.Modulus) return "the BN254 scalar field";
        if (prime == Fp.Modulus) return "the BN254 base field";
        string text = prime.ToString(CultureInfo.InvariantCulture);
        foreach ((string name, string known) in OtherPrimes)
        {
            if (text == known) return name;
        }

        return $"an unknown field (modulus {text})";
    }

    private static void Write(Stream stream, BigInteger prime)
    {
        Span<byte> bytes = stackalloc byte[4 + ByteLength];
        bytes[0] = ByteLength;
        prime.TryWriteBytes(bytes[4..], out _, isUnsigned: true);
        stream.Write(bytes);
    }
}
