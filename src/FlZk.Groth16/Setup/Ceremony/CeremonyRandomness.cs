using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>
/// The stream from which snarkjs's ceremonies draw scalars and points that everybody must find again: the ChaCha20 block function
/// (RFC 8439) with a key from a hash and a counter from zero over the last four words.
/// </summary>
/// <remarks>
/// What the format fixes: words of 64 bits come high half first; four of them, least significant first and cut to 254 bits, are a field
/// element's Montgomery form, drawn again while not below the modulus; a point is an x, one word whose lowest bit asks for the larger
/// root, again until x is on the curve; in G2 the imaginary part decides which root is larger, and the point is multiplied by the cofactor.
/// </remarks>
internal sealed class CeremonyRandomness
{
    private const int SeedLength = 32;
    private const int WordCount = 16;

    // The order of the twist is this times r.
    private static readonly BigInteger Cofactor = (2 * Fp.Modulus) - Fr.Modulus;
    private static readonly Fp HalfOfOne = Fp.FromUInt64(2).Inverse();
    private static readonly Fp2 TwistB = new Fp2(Fp.FromUInt64(3), Fp.Zero) * new Fp2(Fp.FromUInt64(9), Fp.One).Inverse();

    private readonly uint[] _state = new uint[WordCount];
    private readonly uint[] _block = new uint[WordCount];
    private int _used = WordCount;

    /// <summary>Begins a stream.</summary>
    /// <param name="hash">A hash of at least 32 bytes, the first 32 of which are the key, as big-endian words.</param>
    public CeremonyRandomness(ReadOnlySpan<byte> hash)
    {
        ReadOnlySpan<uint> constants = [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574];
        constants.CopyTo(_state);
        for (int i = 0; i < SeedLength / 4; i++) _state[4 + i] = BinaryPrimitives.ReadUInt32BigEndian(hash[(4 * i)..]);
    }

    /// <summary>The stream of a public beacon: its value hashed 2^<paramref name="iterationsLog"/> times with SHA-256.</summary>
    public static CeremonyRandomness OfBeacon(
        ReadOnlySpan<byte> beacon, int iterationsLog, IProgress<double>? progress, CancellationToken cancellation)
    {
        const int reports = 1 << 16;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(beacon, hash);
        ulong iterations = 1UL << iterationsLog;
        for (ulong i = 1; i < iterations; i++)
        {
            SHA256.HashData(hash, hash);
            if (i % reports != 0) continue;
            cancellation.ThrowIfCancellationRequested();
            progress?.Report((double)i / iterations);
        }

        return new CeremonyRandomness(hash);
    }

    /// <summary>A uniform scalar.</summary>
    public Fr NextScalar()
    {
        Span<byte> bytes = stackalloc byte[Fr.ByteLength];
        Fr value;
        do FillInteger(bytes);
        while (!Fr.TryReadMontgomery(bytes, out value));
        bytes.Clear();
        return value;
    }

    /// <summary>A point of G1 whose logarithm nobody knows.</summary>
    public G1Affine NextG1()
    {
        while (true)
        {
            Fp x = NextBase();
            bool larger = NextBit();
            if (!((x.Square() * x) + Fp.FromUInt64(3)).TrySqrt(out Fp y)) continue;
            return new G1Affine(x, IsLarger(y) == larger ? y : -y);
        }
    }

    /// <summary>A point of G2 whose logarithm nobody knows.</summary>
    public G2Affine NextG2()
    {
        while (true)
        {
            var x = new Fp2(NextBase(), NextBase());
            bool larger = NextBit();
            if (!TrySqrt((x.Square() * x) + TwistB, out Fp2 y)) continue;
            return ClearCofactor(new G2Affine(x, IsLarger(y.C1.IsZero ? y.C0 : y.C1) == larger ? y : -y));
        }
    }

    /// <summary>The next 32 bits.</summary>
    internal uint NextWord()
    {
        if (_used == WordCount) Refill();
        return _block[_used++];
    }

    private static bool IsLarger(in Fp value) => value.ToBigInteger() > Fp.Modulus / 2;

    /// <summary>A root in Fp2 = Fp[u], u^2 = -1, by roots in Fp: with the norm's root n, (a + n) / 2 or (a - n) / 2 is a square.</summary>
    private static bool TrySqrt(in Fp2 value, out Fp2 root)
    {
        root = default;
        if (!(value.C0.Square() + value.C1.Square()).TrySqrt(out Fp norm)) return false;
        foreach (Fp candidate in (Fp[])[(value.C0 + norm) * HalfOfOne, (value.C0 - norm) * HalfOfOne])
        {
            if (!candidate.TrySqrt(out Fp real)) continue;
            root = real.IsZero ? default : new Fp2(real, value.C1 * HalfOfOne * real.Inverse());
            if (root.Square() == value) return true;
        }

        return false;
    }

    private static G2Affine ClearCofactor(in G2Affine point)
    {
        G2Jacobian sum = G2Jacobian.Infinity;
        for (int bit = (int)Cofactor.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum = sum.Double();
            if (!((Cofactor >> bit) & 1).IsZero) sum = sum.AddMixed(point);
        }

        return sum.ToAffine();
    }

    private Fp NextBase()
    {
        Span<byte> bytes = stackalloc byte[Fp.ByteLength];
        Fp value;
        do FillInteger(bytes);
        while (!Fp.TryReadMontgomery(bytes, out value));
        return value;
    }

    private bool NextBit() => (NextWord() & 1) == 1;

    private void FillInteger(Span<byte> bytes)
    {
        for (int i = 0; i < 4; i++)
        {
            ulong high = NextWord();
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(8 * i)..], (high << 32) | NextWord());
        }

        bytes[^1] &= 0x3F;
    }

    private void Refill()
    {
        _state.CopyTo(_block, 0);
        for (int round = 0; round < 10; round++)
        {
            QuarterRound(0, 4, 8, 12);
            QuarterRound(1, 5, 9, 13);
            QuarterRound(2, 6, 10, 14);
            QuarterRound(3, 7, 11, 15);
            QuarterRound(0, 5, 10, 15);
            QuarterRound(1, 6, 11, 12);
            QuarterRound(2, 7, 8, 13);
            QuarterRound(3, 4, 9, 14);
        }

        for (int i = 0; i < WordCount; i++) _block[i] += _state[i];
        for (int i = 12; i < WordCount; i++)
        {
            if (++_state[i] != 0) break;
        }

        _used = 0;
    }

    private void QuarterRound(int a, int b, int c, int d)
    {
        uint[] v = _block;
        v[a] += v[b];
        v[d] = BitOperations.RotateLeft(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = BitOperations.RotateLeft(v[b] ^ v[c], 12);
        v[a] += v[b];
        v[d] = BitOperations.RotateLeft(v[d] ^ v[a], 8);
        v[c] += v[d];
        v[b] = BitOperations.RotateLeft(v[b] ^ v[c], 7);
    }
}
