using System.Security.Cryptography;

namespace FlZk.Bn254.Hashing;

/// <summary><c>expand_message_xmd</c> of RFC 9380, section 5.3.1, with SHA-256.</summary>
internal static class ExpandMessageXmd
{
    private const int BlockLength = 64;
    private const int DigestLength = 32;
    private const int MaximumTagLength = 255;
    private const int LargestOnStack = 512;

    /// <summary>Fills <paramref name="output"/> with uniform bytes bound to the message and the domain.</summary>
    /// <param name="message">Any bytes.</param>
    /// <param name="domainSeparationTag">Not empty; longer than 255 bytes, it is hashed first (section 5.3.3).</param>
    /// <param name="output">At most 255 * 32 bytes.</param>
    /// <exception cref="ArgumentException">An empty tag or too long an output.</exception>
    public static void Expand(ReadOnlySpan<byte> message, ReadOnlySpan<byte> domainSeparationTag, Span<byte> output)
    {
        if (domainSeparationTag.IsEmpty)
            throw new ArgumentException("A domain separation tag must not be empty (RFC 9380, section 3.1).", nameof(domainSeparationTag));
        int blocks = (output.Length + DigestLength - 1) / DigestLength;
        if (blocks > 255) throw new ArgumentException("At most 8160 bytes can be expanded.", nameof(output));

        Span<byte> hashedTag = stackalloc byte[DigestLength];
        scoped ReadOnlySpan<byte> tag = domainSeparationTag;
        if (tag.Length > MaximumTagLength)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData("H2C-OVERSIZE-DST-"u8);
            hash.AppendData(tag);
            hash.GetHashAndReset(hashedTag);
            tag = hashedTag;
        }

        // b_0 = H(Z_pad | msg | l_i_b_str | 0 | DST_prime); one call per hash, because calls cost more than the hashing.
        int length = BlockLength + message.Length + 3 + tag.Length + 1;
        byte[]? rented = length > LargestOnStack ? new byte[length] : null;
        Span<byte> buffer = rented ?? stackalloc byte[LargestOnStack];
        buffer = buffer[..length];
        buffer[..BlockLength].Clear();
        message.CopyTo(buffer[BlockLength..]);
        Span<byte> rest = buffer[(BlockLength + message.Length)..];
        rest[0] = (byte)(output.Length >> 8);
        rest[1] = (byte)output.Length;
        rest[2] = 0;
        tag.CopyTo(rest[3..]);
        rest[^1] = (byte)tag.Length;
        Span<byte> first = stackalloc byte[DigestLength];
        SHA256.HashData(buffer, first);

        // b_i = H((b_0 xor b_(i-1)) | i | DST_prime), with b_1 over b_0 alone
        Span<byte> mixed = stackalloc byte[DigestLength + 1 + MaximumTagLength + 1];
        mixed = mixed[..(DigestLength + 1 + tag.Length + 1)];
        tag.CopyTo(mixed[(DigestLength + 1)..]);
        mixed[^1] = (byte)tag.Length;
        Span<byte> previous = stackalloc byte[DigestLength];
        previous.Clear();
        for (int i = 1; i <= blocks; i++)
        {
            for (int j = 0; j < DigestLength; j++) mixed[j] = (byte)(first[j] ^ previous[j]);
            mixed[DigestLength] = (byte)i;
            SHA256.HashData(mixed, previous);
            Span<byte> remaining = output[((i - 1) * DigestLength)..];
            previous[..Math.Min(DigestLength, remaining.Length)].CopyTo(remaining);
        }
    }
}
