using System.CommandLine;
using System.Security.Cryptography;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Platform.Files;

namespace FlZk.Cli.Commands.Providers;

/// <summary>The options that say which data set: a commitment made elsewhere, or a file and a salt from which one is computed.</summary>
internal sealed class DatasetOptions
{
    private const int SaltLength = 32;

    private readonly Option<Hash32?> _commitment = ValueOptions.OptionalHash(
        "--commitment", "A binding commitment to the data, made elsewhere.");
    private readonly Option<string?> _data = new("--data")
    {
        Description = "Commit to this file: Keccak-256 of the salt and of the file's SHA-256.",
        HelpName = "FILE",
    };
    private readonly Option<string?> _salt = new("--salt-file")
    {
        Description = "The 32 random bytes (hexadecimal) that hide what --data commits to; made when the file is not there yet. Keep it.",
        HelpName = "PATH",
    };
    private readonly Option<string?> _profile = new("--profile")
    {
        Description = "A public description of the data, whose Keccak-256 is registered.",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_commitment, _data, _salt, _profile]) command.Add(option);
    }

    /// <summary>The commitment and the profile's hash; the salt is written before it is used.</summary>
    public (Hash32 Commitment, Hash32 Profile) Read(ParseResult parsed)
    {
        Hash32 profile = parsed.GetValue(_profile) is { } file ? Keccak256.Hash(File.ReadAllBytes(file)) : default;
        (Hash32? commitment, string? data, string? salt) = (parsed.GetValue(_commitment), parsed.GetValue(_data), parsed.GetValue(_salt));
        if (commitment is not null && data is null && salt is null) return (commitment.Value, profile);
        if (commitment is not null || data is null || salt is null)
            throw new UsageException("Name the data set by --commitment HASH, or by --data FILE with --salt-file PATH.");
        byte[] digest;
        using (FileStream stream = File.OpenRead(data)) digest = SHA256.HashData(stream);
        return (Keccak256.Hash([.. Salt(salt), .. digest]), profile);
    }

    private static byte[] Salt(string path)
    {
        if (!File.Exists(path))
            AtomicFile.WriteAllText(path, Hex.Encode(RandomNumberGenerator.GetBytes(SaltLength)) + "\n", AtomicFile.OwnerOnly);
        return Hex.TryDecode(SecretFile.Read(path), out byte[] salt) && salt.Length == SaltLength
            ? salt
            : throw new FileFormatException(path, "this is no salt: 64 hexadecimal digits were expected.");
    }
}
