using System.Numerics;
using FlZk.Bn254;
using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <summary>Points of BN254 as the contracts' structs <c>G1</c> and <c>G2</c>.</summary>
internal static class AbiPoints
{
    /// <summary>The struct's members.</summary>
    public static object[] ToAbi(this G1Affine point) => [point.X.ToBigInteger(), point.Y.ToBigInteger()];

    /// <summary>The struct's members, imaginary parts first.</summary>
    public static object[] ToAbi(this G2Affine point)
    {
        var bytes = new byte[128];
        point.WriteUncompressed(bytes);
        return [new object[] { Word(bytes, 0), Word(bytes, 1) }, new object[] { Word(bytes, 2), Word(bytes, 3) }];
    }

    /// <summary>Reads a struct <c>G1</c>.</summary>
    /// <exception cref="AbiException">A coordinate is not below p, or the point is off the curve.</exception>
    public static G1Affine ToG1(this AbiValues values) => ToG1(values.Integer("x"), values.Integer("y"));

    /// <summary>Reads two coordinates.</summary>
    /// <exception cref="AbiException">A coordinate is not below p, or the point is off the curve.</exception>
    public static G1Affine ToG1(BigInteger x, BigInteger y)
    {
        var bytes = new byte[64];
        Write(x, bytes, 0);
        Write(y, bytes, 1);
        return G1Affine.TryReadUncompressed(bytes, out G1Affine point)
            ? point
            : throw new AbiException($"({x}, {y}) is not a point of G1.");
    }

    /// <summary>Reads a struct <c>G2</c>.</summary>
    /// <exception cref="AbiException">A coordinate is not below p, or the point is off the twist or outside the subgroup.</exception>
    public static G2Affine ToG2(this AbiValues values)
    {
        var bytes = new byte[128];
        IReadOnlyList<BigInteger> x = values.List<BigInteger>("x"), y = values.List<BigInteger>("y");
        Write(x[0], bytes, 0);
        Write(x[1], bytes, 1);
        Write(y[0], bytes, 2);
        Write(y[1], bytes, 3);
        return G2Affine.TryReadUncompressed(bytes, out G2Affine point) ? point : throw new AbiException("A point of a proof is not in G2.");
    }

    private static BigInteger Word(byte[] bytes, int index) => new(bytes.AsSpan(index * 32, 32), isUnsigned: true, isBigEndian: true);

    private static void Write(BigInteger value, byte[] bytes, int index)
    {
        byte[] own = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        own.CopyTo(bytes.AsSpan(((index + 1) * 32) - own.Length));
    }
}
