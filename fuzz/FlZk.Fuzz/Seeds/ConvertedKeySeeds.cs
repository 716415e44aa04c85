using System.Security.Cryptography;
using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform.Files;

namespace FlZk.Fuzz;

/// <summary>The content of converted keys: what follows magic, digest and identity, which are made to fit whatever it is.</summary>
internal static class ConvertedKeySeeds
{
    private const int MagicLength = 8;
    private const int DigestLength = 32;

    private static readonly byte[] Fingerprint = new byte[DigestLength];
    private static readonly Lazy<(ProvingKeyHeader Header, byte[] File)> Converted = new(Convert);

    public static IEnumerable<KeyValuePair<string, byte[]>> Contents() =>
        [new("cube.content", Converted.Value.File[(MagicLength + DigestLength + FileIdentity.ByteLength)..])];

    /// <summary>Whatever the content, either it is as if there were no converted key, or its matrices can be computed with.</summary>
    public static void Read(string path)
    {
        (ProvingKeyHeader header, byte[] whole) = Converted.Value;
        FileIdentity identity = default;
        var described = new byte[FileIdentity.ByteLength];
        identity.Write(described);
        byte[] digested = [.. described, .. File.ReadAllBytes(path)];
        string file = ConvertedKeyFolder.Candidates(path, Fingerprint).First();
        try
        {
            File.WriteAllBytes(file, [.. whole[..MagicLength], .. SHA256.HashData(digested), .. digested]);
            if (ConvertedKey.TryLoad(path, identity, Fingerprint, header) is not { } key)
                throw new FileFormatException(path, "no converted key.");
            var wires = new Fr[header.WireCount];
            var rows = new Fr[header.DomainSize];
            key.A.Multiply(wires, rows, default);
            key.B.Multiply(wires, rows, default);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (ProvingKeyHeader Header, byte[] File) Convert()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("flzk-seed-");
        try
        {
            string path = Path.Combine(folder.FullName, "cube.zkey");
            File.WriteAllBytes(path, Groth16Seeds.ProvingKeys().First().Value);

            // A key is not converted before its file is a little old.
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
            using ProvingKey key = ProvingKey.Open(path);
            string converted = key.SaveConverted() ?? throw new InvalidOperationException("The key was not converted.");
            return (key.Header, File.ReadAllBytes(converted));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
