using System.Buffers.Binary;
using System.Numerics;
using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>BLAKE2b with a hash of 64 bytes and no key (RFC 7693), with the encodings of points that ceremonies hash.</summary>
internal sealed class Blake2b
{
    public const int HashLength = 64;

    private const int BlockLength = 128;
    private const int RoundCount = 12;

    private static readonly ulong[] InitialState =
    [
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
    ];

    // The order in which a round takes the message's words; rounds 10 and 11 are rounds 0 and 1 again.
    private static readonly byte[][] Orders =
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
        [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
        [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
        [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
        [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
        [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
        [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
        [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
        [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
    ];

    private readonly ulong[] _state;
    private readonly byte[] _block = new byte[BlockLength];
    private int _filled;
    private ulong _length;

    public Blake2b()
    {
        _state = [.. InitialState];
        _state[0] ^= 0x01010000UL ^ HashLength;
    }

    private Blake2b(Blake2b other)
    {
        _state = [.. other._state];
        other._block.CopyTo(_block, 0);
        _filled = other._filled;
        _length = other._length;
    }

    /// <summary>The same hash so far, to go on in another direction.</summary>
    public Blake2b Fork() => new(this);

    public Blake2b Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            // The last block is kept back: it is compressed differently.
            if (_filled == BlockLength)
            {
                _length += BlockLength;
                Compress(isLast: false);
                _filled = 0;
            }

            int taken = Math.Min(bytes.Length, BlockLength - _filled);
            bytes[..taken].CopyTo(_block.AsSpan(_filled));
            _filled += taken;
            bytes = bytes[taken..];
        }

        return this;
    }

    /// <summary>A count as four bytes, most significant first.</summary>
    public Blake2b Append(int count)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, count);
        return Append(bytes);
    }

    /// <summary>A point as big-endian coordinates, zeros for infinity.</summary>
    public Blake2b Append(in G1Affine point)
    {
        Span<byte> bytes = stackalloc byte[G1Affine.UncompressedLength];
        point.WriteUncompressed(bytes);
        return Append(bytes);
    }

    /// <summary>A point as big-endian coordinates, imaginary parts first.</summary>
    public Blake2b Append(in G2Affine point)
    {
        Span<byte> bytes = stackalloc byte[G2Affine.UncompressedLength];
        point.WriteUncompressed(bytes);
        return Append(bytes);
    }

    /// <summary>The hash of everything appended; the object is spent.</summary>
    public byte[] Finish()
    {
        _length += (ulong)_filled;
        _block.AsSpan(_filled).Clear();
        Compress(isLast: true);
        var hash = new byte[HashLength];
        for (int i = 0; i < _state.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(hash.AsSpan(8 * i), _state[i]);
        return hash;
    }

    private void Compress(bool isLast)
    {
        Span<ulong> v = stackalloc ulong[16];
        Span<ulong> message = stackalloc ulong[16];
        _state.CopyTo(v);
        InitialState.CopyTo(v[8..]);
        v[12] ^= _length;
        if (isLast) v[14] = ~v[14];
        for (int i = 0; i < message.Length; i++) message[i] = BinaryPrimitives.ReadUInt64LittleEndian(_block.AsSpan(8 * i));
        for (int round = 0; round < RoundCount; round++)
        {
            byte[] order = Orders[round % Orders.Length];
            Mix(ref v[0], ref v[4], ref v[8], ref v[12], message[order[0]], message[order[1]]);
            Mix(ref v[1], ref v[5], ref v[9], ref v[13], message[order[2]], message[order[3]]);
            Mix(ref v[2], ref v[6], ref v[10], ref v[14], message[order[4]], message[order[5]]);
            Mix(ref v[3], ref v[7], ref v[11], ref v[15], message[order[6]], message[order[7]]);
            Mix(ref v[0], ref v[5], ref v[10], ref v[15], message[order[8]], message[order[9]]);
            Mix(ref v[1], ref v[6], ref v[11], ref v[12], message[order[10]], message[order[11]]);
            Mix(ref v[2], ref v[7], ref v[8], ref v[13], message[order[12]], message[order[13]]);
            Mix(ref v[3], ref v[4], ref v[9], ref v[14], message[order[14]], message[order[15]]);
        }

        for (int i = 0; i < _state.Length; i++) _state[i] ^= v[i] ^ v[i + 8];
    }

    private static void Mix(ref ulong a, ref ulong b, ref ulong c, ref ulong d, ulong x, ulong y)
    {
        a += b + x;
        d = BitOperations.RotateRight(d ^ a, 32);
        c += d;
        b = BitOperations.RotateRight(b ^ c, 24);
        a += b + y;
        d = BitOperations.RotateRight(d ^ a, 16);
        c += d;
        b = BitOperations.RotateRight(b ^ c, 63);
    }
}
