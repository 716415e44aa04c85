using System.Globalization;
using System.Text;

namespace FlZk.Ethereum.Signing;

/// <summary>The digest of a message signed for people to read (EIP-191, version 0x45): no transaction can have it.</summary>
public static class PersonalMessage
{
    /// <summary>The digest of bytes.</summary>
    public static Hash32 Hash(ReadOnlySpan<byte> message) => Keccak256.Hash(
        [.. Encoding.ASCII.GetBytes("\x19" + "Ethereum Signed Message:\n" + message.Length.ToString(CultureInfo.InvariantCulture)),
        .. message]);

    /// <summary>The digest of a text's UTF-8 bytes.</summary>
    public static Hash32 Hash(string message) => Hash(Encoding.UTF8.GetBytes(message));
}
