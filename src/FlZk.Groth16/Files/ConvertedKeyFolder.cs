using System.Buffers;

namespace FlZk.Groth16;

/// <summary>Where converted keys lie: beside their .zkey, or, where that cannot be written, in the user's cache folder.</summary>
internal static class ConvertedKeyFolder
{
    private const string Extension = ".flzkkey";

    // The first half of the digest: names stay short, and nobody gains by a collision.
    private const int NamedBytes = 16;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private static readonly TimeSpan AgeOfAbandoned = TimeSpan.FromHours(1);

    /// <summary>The places for a key's converted form, in order of preference.</summary>
    public static IEnumerable<string> Candidates(string path, ReadOnlySpan<byte> fingerprint)
    {
        string full = Path.GetFullPath(path);
        string name = Convert.ToHexStringLower(fingerprint[..NamedBytes]) + Extension;
        string beside = $"{full}.{name}";
        return UserFolder() is { } folder ? [beside, Path.Combine(folder, name)] : [beside];
    }

    /// <summary>Removes what an earlier key of the same name left beside it, and what killed processes left unfinished.</summary>
    public static void RemoveSuperseded(string path, string current)
    {
        string full = Path.GetFullPath(path);
        string name = Path.GetFileName(full);
        try
        {
            var folder = new DirectoryInfo(Path.GetDirectoryName(full)!);
            foreach (FileInfo other in folder.EnumerateFiles($"{name}.*{Extension}"))
            {
                if (other.FullName != current && IsConvertedName(other.Name, name)) other.Delete();
            }

            foreach (FileInfo abandoned in folder.EnumerateFiles($".{name}.*{Extension}.*.tmp"))
            {
                if (DateTime.UtcNow - abandoned.LastWriteTimeUtc > AgeOfAbandoned) abandoned.Delete();
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // They are in nobody's way.
        }
    }

    private static bool IsConvertedName(string file, string key) =>
        file.Length == key.Length + 1 + (2 * NamedBytes) + Extension.Length
        && file.AsSpan(key.Length + 1, 2 * NamedBytes).IndexOfAnyExcept(Digits) < 0;

    private static string? UserFolder()
    {
        string root = Environment.GetEnvironmentVariable("FLZK_HOME") is { Length: > 0 } home
            ? home
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return root.Length == 0 ? null : Path.Combine(root, "flzk", "converted-keys");
    }
}
