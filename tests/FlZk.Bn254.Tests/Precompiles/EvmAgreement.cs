using System.Numerics;
using CsCheck;

namespace FlZk.Bn254.Tests.Precompiles;

/// <summary>The EVM's precompiled contracts of EIP-196 and EIP-197 and this library give the same answer, or both refuse.</summary>
public sealed class EvmAgreement(AnvilFixture evm) : IClassFixture<AnvilFixture>
{
    private const int EcAdd = 6;
    private const int EcMul = 7;
    private const int EcPairing = 8;

    [Fact]
    public async Task EcAdd_agrees()
    {
        foreach (byte[] a in G1Encodings())
        {
            foreach (byte[] b in G1Encodings())
            {
                byte[]? expected = G1Affine.TryReadUncompressed(a, out G1Affine p) && G1Affine.TryReadUncompressed(b, out G1Affine q)
                    ? Encode(p + q)
                    : null;
                Assert.Equal(expected, await evm.CallAsync(EcAdd, [.. a, .. b]));
            }
        }
    }

    [Fact]
    public async Task EcMul_agrees()
    {
        BigInteger[] scalars =
            [0, 1, 2, Fr.Modulus - 1, Fr.Modulus, Fr.Modulus + 1, (BigInteger.One << 256) - 1, Fr.Random().ToBigInteger()];
        foreach (byte[] a in G1Encodings())
        {
            foreach (BigInteger scalar in scalars)
            {
                // The precompile takes any 256-bit scalar; the group has order r.
                byte[]? expected = G1Affine.TryReadUncompressed(a, out G1Affine p) ? Encode(p * Fr.FromBigInteger(scalar)) : null;
                Assert.Equal(expected, await evm.CallAsync(EcMul, [.. a, .. Word(scalar)]));
            }
        }
    }

    [Fact]
    public async Task EcPairing_agrees_on_products()
    {
        G1Affine g = G1Affine.Generator;
        G2Affine h = G2Affine.Generator;
        Fr a = Fr.Random(), b = Fr.Random();
        await PairingAgrees([], []);
        await PairingAgrees([g], [h]);
        await PairingAgrees([g, -g], [h, h]);
        await PairingAgrees([g * a, -g], [h * b, h * (a * b)]);
        await PairingAgrees([g * a, -g], [h * b, h * (a + b)]);
        await PairingAgrees([g * a, g * b, g * -(a + b)], [h, h, h]);
        await PairingAgrees([G1Affine.Infinity, g], [h, G2Affine.Infinity]);
        await PairingAgrees([G1Affine.Infinity, g], [h, h]);
    }

    [Fact]
    public async Task EcPairing_agrees_on_every_pair_of_points_good_or_bad()
    {
        foreach (byte[] a in G1Encodings())
        {
            foreach (byte[] b in G2Encodings())
            {
                byte[]? expected = G1Affine.TryReadUncompressed(a, out G1Affine p) && G2Affine.TryReadUncompressed(b, out G2Affine q)
                    ? Word(Pairing.ProductIsOne([p], [q]) ? 1 : 0)
                    : null;
                Assert.Equal(expected, await evm.CallAsync(EcPairing, [.. a, .. b]));
            }
        }
    }

    private static byte[][] G1Encodings()
    {
        byte[] generator = Encode(G1Affine.Generator), random = Encode(G1Affine.Generator * Fr.Random());
        return
        [
            new byte[64],
            generator,
            Encode(-G1Affine.Generator),
            random,
            [.. Word(1), .. Word(3)],
            [.. Word(0), .. Word(1)],
            [.. Word(Fp.Modulus), .. Word(0)],
            [.. Word(0), .. Word(Fp.Modulus)],
            [.. Word(1 + Fp.Modulus), .. Word(2)],
            [.. Word(1), .. Word(2 + Fp.Modulus)],
            Enumerable.Repeat((byte)255, 64).ToArray(),
        ];
    }

    private static List<byte[]> G2Encodings()
    {
        G2Affine outside = G2Affine.Infinity;
        Generate.Twist.Where(point => !point.IsInSubgroup).Sample(point => outside = point, iter: 1);
        byte[] good = Encode(G2Affine.Generator);
        List<byte[]> encodings =
            [new byte[128], good, Encode(G2Affine.Generator * Fr.Random()), Encode(outside), Encode(outside + G2Affine.Generator)];
        for (int word = 0; word < 4; word++)
        {
            BigInteger coordinate = new(good.AsSpan(32 * word, 32), isUnsigned: true, isBigEndian: true);
            foreach (BigInteger changed in new[] { coordinate + 1, coordinate + Fp.Modulus, Fp.Modulus })
            {
                byte[] bad = [.. good];
                Word(changed).CopyTo(bad, 32 * word);
                encodings.Add(bad);
            }
        }

        // The coordinates' halves in the wrong order: on the twist only by accident.
        encodings.Add([.. good[32..64], .. good[..32], .. good[96..], .. good[64..96]]);
        return encodings;
    }

    private async Task PairingAgrees(G1Affine[] p, G2Affine[] q)
    {
        byte[] input = [.. p.Zip(q).SelectMany(pair => (byte[])[.. Encode(pair.First), .. Encode(pair.Second)])];
        Assert.Equal(Word(Pairing.ProductIsOne(p, q) ? 1 : 0), await evm.CallAsync(EcPairing, input));
    }

    private static byte[] Word(BigInteger value)
    {
        var word = new byte[32];
        int length = value.GetByteCount(isUnsigned: true);
        value.TryWriteBytes(word.AsSpan(32 - length), out _, isUnsigned: true, isBigEndian: true);
        return word;
    }

    private static byte[] Encode(G1Affine point)
    {
        var bytes = new byte[64];
        point.WriteUncompressed(bytes);
        return bytes;
    }

    private static byte[] Encode(G2Affine point)
    {
        var bytes = new byte[128];
        point.WriteUncompressed(bytes);
        return bytes;
    }
}
