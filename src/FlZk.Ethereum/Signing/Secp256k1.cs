using System.Numerics;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Math.EC.Multiplier;
using Org.BouncyCastle.Utilities;
using CurveInteger = Org.BouncyCastle.Math.BigInteger;

namespace FlZk.Ethereum.Signing;

/// <summary>ECDSA over secp256k1 (SEC 2, y^2 = x^3 + 7) with the deterministic nonces of RFC 6979 and low s (EIP-2).</summary>
/// <remarks>BouncyCastle's arithmetic underneath is not constant-time: keys belong on machines that no adversary shares.</remarks>
internal static class Secp256k1
{
    private static readonly X9ECParameters Curve = SecNamedCurves.GetByName("secp256k1");
    private static readonly BigInteger FieldPrime = Number(Curve.Curve.Field.Characteristic);
    private static readonly CurveInteger HalfOrder = Curve.N.ShiftRight(1);

    /// <summary>The group's order n.</summary>
    public static BigInteger Order { get; } = Number(Curve.N);

    /// <summary>Whether a number lies in [1, n-1].</summary>
    public static bool IsScalar(BigInteger value) => value.Sign > 0 && value < Order;

    /// <summary>Writes 32 big-endian bytes.</summary>
    public static void WriteScalar(BigInteger value, Span<byte> destination)
    {
        destination.Clear();
        int length = value.GetByteCount(isUnsigned: true);
        value.TryWriteBytes(destination[(32 - length)..], out _, isUnsigned: true, isBigEndian: true);
    }

    /// <summary>The address of a private key: the last 20 bytes of the Keccak-256 of the public key's coordinates.</summary>
    public static Address AddressOf(CurveInteger privateKey) =>
        AddressOf(new FixedPointCombMultiplier().Multiply(Curve.G, privateKey).Normalize());

    /// <summary>The compressed public key, 33 bytes.</summary>
    public static byte[] CompressedPublicKey(CurveInteger privateKey) =>
        new FixedPointCombMultiplier().Multiply(Curve.G, privateKey).Normalize().GetEncoded(compressed: true);

    /// <summary>Signs a digest.</summary>
    public static Signature Sign(CurveInteger privateKey, Hash32 digest)
    {
        byte[] bytes = digest.ToArray();
        var e = new CurveInteger(1, bytes);
        var nonces = new HMacDsaKCalculator(new Sha256Digest());
        nonces.Init(Curve.N, privateKey, bytes);
        while (true)
        {
            CurveInteger k = nonces.NextK();
            ECPoint point = new FixedPointCombMultiplier().Multiply(Curve.G, k).Normalize();
            CurveInteger x = point.AffineXCoord.ToBigInteger();
            CurveInteger s = BigIntegers.ModOddInverse(Curve.N, k).Multiply(e.Add(privateKey.Multiply(x)).Mod(Curve.N)).Mod(Curve.N);

            // An x of n or more would need a third recovery bit; it comes once in 2^127 signatures, and the next nonce serves as well.
            if (x.SignValue == 0 || x.CompareTo(Curve.N) >= 0 || s.SignValue == 0) continue;
            bool odd = point.AffineYCoord.ToBigInteger().TestBit(0);
            bool high = s.CompareTo(HalfOrder) > 0;
            return new Signature(Number(x), Number(high ? Curve.N.Subtract(s) : s), odd ^ high);
        }
    }

    /// <summary>Recovers the signer: Q = r^-1 (s R - e G) (SEC 1, section 4.1.6).</summary>
    public static Address Recover(Hash32 digest, Signature signature)
    {
        if (!IsScalar(signature.R) || !IsScalar(signature.S)) throw new InvalidSignatureException("r or s is outside [1, n-1].");
        if (signature.S > Order >> 1) throw new InvalidSignatureException("s is above n/2 (EIP-2).");

        // p = 3 mod 4: a square root is a power.
        BigInteger square = (BigInteger.ModPow(signature.R, 3, FieldPrime) + 7) % FieldPrime;
        BigInteger y = BigInteger.ModPow(square, (FieldPrime + 1) / 4, FieldPrime);
        if (y * y % FieldPrime != square) throw new InvalidSignatureException("r is not the x coordinate of a point.");
        if (y.IsEven == signature.IsYOdd) y = FieldPrime - y;

        ECPoint nonce = Curve.Curve.CreatePoint(Number(signature.R), Number(y));
        CurveInteger inverse = BigIntegers.ModOddInverse(Curve.N, Number(signature.R));
        CurveInteger u1 = new CurveInteger(1, digest.ToArray()).Negate().Multiply(inverse).Mod(Curve.N);
        CurveInteger u2 = Number(signature.S).Multiply(inverse).Mod(Curve.N);
        ECPoint key = ECAlgorithms.SumOfTwoMultiplies(Curve.G, u1, nonce, u2).Normalize();
        return key.IsInfinity ? throw new InvalidSignatureException("the recovered key is the point at infinity.") : AddressOf(key);
    }

    private static Address AddressOf(ECPoint key) => new(Keccak256.Hash(key.GetEncoded(compressed: false).AsSpan(1)).ToArray().AsSpan(12));

    private static BigInteger Number(CurveInteger value) => new(value.ToByteArrayUnsigned(), isUnsigned: true, isBigEndian: true);

    private static CurveInteger Number(BigInteger value) => new(1, value.ToByteArray(isUnsigned: true, isBigEndian: true));
}
