using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlZk.Platform.Files;

namespace FlZk.Ethereum.Accounts;

/// <summary>Password-protected key files of the Web3 Secret Storage Definition, version 3, as geth, Foundry
/// and most wallets keep them.</summary>
public static class Keystore
{
    private const int MaxFileLength = 64 << 10;

    /// <summary>Reads and decrypts a key file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">Its password.</param>
    /// <exception cref="FileFormatException">Not a key file of version 3, or key derivation parameters beyond
    /// what this program is willing to spend.</exception>
    /// <exception cref="WrongPasswordException">The password does not open it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Account Read(string path, string password)
    {
        if (new FileInfo(path) is { Exists: true, Length: > MaxFileLength })
            throw new FileFormatException(path, "too long for a key file.");
        return Parse(File.ReadAllBytes(path), password, path);
    }

    /// <summary>Encrypts an account's key and writes it, readable by the owner alone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="account">The account.</param>
    /// <param name="password">The password; anyone who has it and the file has the account.</param>
    /// <param name="logarithmOfCost">Base-2 logarithm of scrypt's N: 18 (256 MiB, about a second) is the
    /// ecosystem's standard, 12 its "light" form.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Account account, string password, int logarithmOfCost = 18) =>
        AtomicFile.WriteAllText(path, Encrypt(account, password, logarithmOfCost), AtomicFile.OwnerOnly);

    internal static string Encrypt(Account account, string password, int logarithmOfCost)
    {
        var derivation = KeyDerivation.Scrypt(1 << logarithmOfCost, 8, 1, RandomNumberGenerator.GetBytes(32));
        byte[] iv = RandomNumberGenerator.GetBytes(16);
        byte[] derived = derivation.Derive(Encoding.UTF8.GetBytes(password));
        byte[] key = account.ExportKey();
        try
        {
            byte[] ciphertext = ApplyCounterMode(derived.AsSpan(0, 16), iv, key);
            return new JsonObject
            {
                ["version"] = 3,
                ["id"] = Guid.NewGuid().ToString(),
                ["address"] = account.Address.ToString()[2..].ToLowerInvariant(),
                ["crypto"] = new JsonObject
                {
                    ["cipher"] = "aes-128-ctr",
                    ["cipherparams"] = new JsonObject { ["iv"] = Convert.ToHexStringLower(iv) },
                    ["ciphertext"] = Convert.ToHexStringLower(ciphertext),
                    ["kdf"] = "scrypt",
                    ["kdfparams"] = derivation.ToJson(),
                    ["mac"] = Mac(derived, ciphertext).ToString()[2..],
                },
            }.ToJsonString();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    internal static Account Parse(ReadOnlyMemory<byte> json, string password, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            if (!Member(root, "version").TryGetInt32(out int version) || version != 3) throw new FormatException("not of version 3.");
            JsonElement crypto = root.TryGetProperty("crypto", out JsonElement lower) ? lower : Member(root, "Crypto");
            if (Member(crypto, "cipher").GetString() != "aes-128-ctr") throw new FormatException("another cipher than aes-128-ctr.");
            byte[] iv = Bytes(Member(crypto, "cipherparams"), "iv", 16);
            byte[] ciphertext = Bytes(crypto, "ciphertext", 32);
            byte[] mac = Bytes(crypto, "mac", 32);
            var derivation = KeyDerivation.Read(Member(crypto, "kdf").GetString(), Member(crypto, "kdfparams"));
            byte[] derived = derivation.Derive(Encoding.UTF8.GetBytes(password));
            if (!CryptographicOperations.FixedTimeEquals(Mac(derived, ciphertext).ToArray(), mac)) throw new WrongPasswordException(path);
            byte[] key = ApplyCounterMode(derived.AsSpan(0, 16), iv, ciphertext);
            var account = Account.FromPrivateKey(key);
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(derived);
            if (root.TryGetProperty("address", out JsonElement named) && named.ValueKind == JsonValueKind.String
                && named.GetString() is { Length: > 0 } text
                && (!Address.TryParse(text, out Address address) || address != account.Address))
                throw new FormatException("the key inside belongs to another address than the file names.");
            return account;
        }
        catch (Exception cause) when (cause is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw new FileFormatException(
                path, $"not a key file: {(cause is FormatException ? cause.Message : "a field is missing or malformed.")}", null, cause);
        }
    }

    internal static JsonElement Member(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) ? value : throw new FormatException($"there is no '{name}'.");

    internal static byte[] Bytes(JsonElement json, string name, int? length = null)
    {
        if (!Hex.TryDecode(Member(json, name).GetString(), out byte[] bytes) || (length ?? bytes.Length) != bytes.Length)
            throw new FormatException($"'{name}' is not hexadecimal of the right length.");
        return bytes;
    }

    private static Hash32 Mac(ReadOnlySpan<byte> derived, ReadOnlySpan<byte> ciphertext) =>
        Keccak256.Hash([.. derived[16..32], .. ciphertext]);

    private static byte[] ApplyCounterMode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> input)
    {
        using var aes = Aes.Create();
        aes.Key = key.ToArray();
        byte[] counter = iv.ToArray();
        byte[] output = new byte[input.Length];
        for (int start = 0; start < input.Length; start += 16)
        {
            byte[] pad = aes.EncryptEcb(counter, PaddingMode.None);
            for (int i = start; i < Math.Min(start + 16, input.Length); i++) output[i] = (byte)(input[i] ^ pad[i - start]);
            for (int i = 15; i >= 0 && ++counter[i] == 0; i--)
            {
                // The carry moves on.
            }
        }

        return output;
    }
}
