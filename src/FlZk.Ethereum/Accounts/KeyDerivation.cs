using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Org.BouncyCastle.Crypto.Generators;

namespace FlZk.Ethereum.Accounts;

/// <summary>How a key file turns a password into a key, with the bounds beyond which a file is an attack on memory or patience.</summary>
internal sealed class KeyDerivation
{
    private const long MaxScryptMemory = 512L << 20;
    private const long MaxScryptWork = 1L << 27;
    private const int MaxIterations = 20_000_000;
    private const int MaxSaltLength = 1024;
    private const int KeyLength = 32;

    private readonly byte[] _salt;
    private readonly int _n;
    private readonly int _r;
    private readonly int _p;
    private readonly int _iterations;

    private KeyDerivation(byte[] salt, int n, int r, int p, int iterations) =>
        (_salt, _n, _r, _p, _iterations) = (salt, n, r, p, iterations);

    /// <summary>scrypt (RFC 7914).</summary>
    public static KeyDerivation Scrypt(int n, int r, int p, byte[] salt) => new(salt, n, r, p, 0);

    /// <summary>Reads a key file's parameters.</summary>
    /// <exception cref="FormatException">Unknown, malformed or too expensive.</exception>
    public static KeyDerivation Read(string? kind, JsonElement parameters)
    {
        if (Number(parameters, "dklen") != KeyLength) throw new FormatException($"'dklen' is not {KeyLength}.");
        byte[] salt = Keystore.Bytes(parameters, "salt");
        if (salt.Length > MaxSaltLength) throw new FormatException("the salt is too long.");
        switch (kind)
        {
            case "scrypt":
                int n = Number(parameters, "n");
                int r = Number(parameters, "r");
                int p = Number(parameters, "p");
                if (n < 2 || (n & (n - 1)) != 0) throw new FormatException("scrypt's n is not a power of two.");
                if (r == 1 && n >= 1 << 16) throw new FormatException("scrypt's n is not below 2^(16 r), as RFC 7914 demands.");
                if (128L * n * r > MaxScryptMemory || 128L * r * p > MaxScryptMemory)
                    throw new FormatException($"scrypt would take more than {MaxScryptMemory >> 20} MiB.");
                if ((Int128)n * r * p > MaxScryptWork) throw new FormatException("scrypt would take too long.");
                return new KeyDerivation(salt, n, r, p, 0);
            case "pbkdf2":
                int iterations = Number(parameters, "c");
                if (iterations > MaxIterations) throw new FormatException("PBKDF2 would take too long.");
                if (Keystore.Member(parameters, "prf").GetString() != "hmac-sha256")
                    throw new FormatException("another 'prf' than hmac-sha256.");
                return new KeyDerivation(salt, 0, 0, 0, iterations);
            default:
                throw new FormatException("a key derivation other than scrypt and pbkdf2.");
        }
    }

    /// <summary>The derived key: 16 bytes for the cipher, 16 for the check.</summary>
    public byte[] Derive(byte[] password) => _iterations > 0
        ? Rfc2898DeriveBytes.Pbkdf2(password, _salt, _iterations, HashAlgorithmName.SHA256, KeyLength)
        : SCrypt.Generate(password, _salt, _n, _r, _p, KeyLength);

    /// <summary>scrypt's parameters as a key file has them.</summary>
    public JsonObject ToJson() => new()
    {
        ["dklen"] = KeyLength,
        ["n"] = _n,
        ["r"] = _r,
        ["p"] = _p,
        ["salt"] = Convert.ToHexStringLower(_salt),
    };

    private static int Number(JsonElement json, string name) =>
        Keystore.Member(json, name).TryGetInt32(out int value) && value > 0
            ? value
            : throw new FormatException($"'{name}' is not a positive number.");
}
