using System.Security.Cryptography;

namespace FlZk.Bn254.Hashing;

/// <summary><c>expand_message_xmd</c> of RFC 9380, section 5.3.1, with SHA-256.</summary>
internal static class ExpandMessageXmd
{
    private const int BlockLength = 64;
    private const int DigestLength = 32;
    private const int MaximumTagLength = 255;

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
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (tag.Length > MaximumTagLength)
        {
            hash.AppendData("H2C-OVERSIZE-DST-"u8);
            hash.AppendData(tag);
            hash.GetHashAndReset(hashedTag);
            tag = hashedTag;
        }

        ReadOnlySpan<byte> tagLength = [(byte)tag.Length];

        // b_0 = H(Z_pad | msg | l_i_b_str | 0 | DST_prime)
        Span<byte> padding = stackalloc byte[BlockLength];
        padding.Clear();
        hash.AppendData(padding);
        hash.AppendData(message);
        hash.AppendData([(byte)(output.Length >> 8), (byte)output.Length, 0]);
        hash.AppendData(tag);
        hash.AppendData(tagLength);
        Span<byte> first = stackalloc byte[DigestLength];
        hash.GetHashAndReset(first);

        // b_i = H((b_0 xor b_(i-1)) | i | DST_prime), with b_1 over b_0 alone
        Span<byte> mixed = stackalloc byte[DigestLength];
        Span<byte> previous = stackalloc byte[DigestLength];
        previous.Clear();
        for (int i = 1; i <= blocks; i++)
        {
            for (int j = 0; j < DigestLength; j++) mixed[j] = (byte)(first[j] ^ previous[j]);
            hash.AppendData(mixed);
            hash.AppendData([(byte)i]);
            hash.AppendData(tag);
            hash.AppendData(tagLength);
            hash.GetHashAndReset(previous);
            Span<byte> rest = output[((i - 1) * DigestLength)..];
            previous[..Math.Min(DigestLength, rest.Length)].CopyTo(rest);
        }
    }
}
