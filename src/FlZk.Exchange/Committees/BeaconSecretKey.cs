using System.Security.Cryptography;
using System.Text;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.Accounts;

namespace FlZk.Exchange.Committees;

/// <summary>An aggregator's beacon key: signs the messages from whose signatures committees are drawn (BLS on BN254, signatures in G1).
/// The key never shows in text.</summary>
/// <remarks>Whoever has it knows a committee before it is drawn, though nobody can change one. Signing is not constant-time: sign on a
/// machine that runs nobody else's programs.</remarks>
public sealed class BeaconSecretKey
{
    private readonly Fr _secret;

    private BeaconSecretKey(Fr secret)
    {
        _secret = secret;
        PublicKey = new BeaconPublicKey(G2Affine.Generator * secret);
    }

    /// <summary>[secret]2, as it is registered.</summary>
    public BeaconPublicKey PublicKey { get; }

    /// <summary>Makes a new key from the system's randomness.</summary>
    public static BeaconSecretKey Create() => new(Fr.Random());

    /// <summary>Takes a key of 32 big-endian bytes; the caller may clear them afterwards.</summary>
    /// <exception cref="ArgumentException">Another length, zero, or not below the group's order.</exception>
    public static BeaconSecretKey FromBytes(ReadOnlySpan<byte> key) => Fr.TryReadBigEndian(key, out Fr secret) && !secret.IsZero
        ? new BeaconSecretKey(secret)
        : throw new ArgumentException("A beacon key has 32 bytes and lies in [1, r-1].", nameof(key));

    /// <summary>Derives the key that belongs to an account, so that there is one secret to keep: HKDF-SHA256 (RFC 5869) of the account's
    /// deterministic signature (RFC 6979, EIP-191) of a text that names chain, contract and number.</summary>
    /// <param name="account">The aggregator.</param>
    /// <param name="chainId">The chain.</param>
    /// <param name="selector">The <c>CommitteeSelector</c>.</param>
    /// <param name="number">From 1; another one for another key of the same account.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1.</exception>
    /// <remarks>Never let the account sign that text elsewhere: the signature is the key.</remarks>
    public static BeaconSecretKey FromAccount(Account account, ulong chainId, Address selector, int number = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        byte[] text = Encoding.UTF8.GetBytes(
            $"FlZk beacon key {number}\nWhoever has this signature has the key: sign it nowhere but in FlZk.\n"
            + $"Chain {chainId}\nContract {selector}");
        byte[] signature = account.SignMessage(text).ToArray();
        Span<byte> uniform = stackalloc byte[48];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, signature.AsSpan(0, 64), uniform, "FlZk/v1/beacon-key"u8, text);
        Fr secret = Fr.ReduceBigEndian(uniform);
        CryptographicOperations.ZeroMemory(uniform);
        CryptographicOperations.ZeroMemory(signature);
        return new BeaconSecretKey(secret);
    }

    /// <summary>The key as 32 big-endian bytes, for keeping; the caller clears them.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[Fr.ByteLength];
        _secret.WriteBigEndian(bytes);
        return bytes;
    }

    /// <summary>The one signature of a message.</summary>
    /// <param name="message">See <see cref="BeaconMessages.OfRound"/>.</param>
    public G1Affine Sign(ReadOnlySpan<byte> message) => HashToCurve.HashToG1(message, BeaconMessages.SignatureTag) * _secret;

    /// <summary>Shows that this key's owner registers it, and not somebody who copied it.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="selector">The <c>CommitteeSelector</c>.</param>
    /// <param name="aggregator">The account that will register the key.</param>
    public G1Affine ProvePossession(ulong chainId, Address selector, Address aggregator) => HashToCurve.HashToG1(
        BeaconMessages.OfPossession(chainId, selector, aggregator, PublicKey), BeaconMessages.PossessionTag) * _secret;
}
