using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FlZk.Circuits.Catalog;
using FlZk.Platform.Files;

namespace FlZk.Circuits.Compilation;

/// <summary>A circuit's text: the main component and every file it includes, read once, so that what is
/// hashed is what is compiled.</summary>
internal sealed partial class CircuitSources
{
    public const string MainFile = "main.circom";

    private const long LargestSource = 1 << 20;

    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    private CircuitSources()
    {
    }

    /// <summary>Collects the sources of <paramref name="instance"/>.</summary>
    /// <exception cref="FileFormatException">A file includes what is missing, lies outside the circuits'
    /// folder, or is unreasonably large.</exception>
    public static CircuitSources Collect(CircuitInstance instance)
    {
        var sources = new CircuitSources();
        sources._files.Add(MainFile, Encoding.UTF8.GetBytes(instance.MainComponent));
        sources.Add(instance.SourceFolder, instance.File, $"the catalogue's entry {instance.Name}");
        return sources;
    }

    /// <summary>SHA-256 over <paramref name="toolchain"/> and all sources, each with its length, so that no
    /// two sets run together.</summary>
    /// <param name="toolchain">The compiler's identity and its arguments.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public string Digest(string toolchain)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Encoding.UTF8.GetBytes(toolchain));
        foreach ((string name, byte[] content) in _files)
        {
            Append(hash, Encoding.UTF8.GetBytes(name));
            Append(hash, content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Writes all sources into a folder.</summary>
    public void WriteTo(string folder)
    {
        foreach ((string name, byte[] content) in _files)
        {
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }

    private static void Append(IncrementalHash hash, byte[] content)
    {
        hash.AppendData(BitConverter.GetBytes((long)content.Length));
        hash.AppendData(content);
    }

    private void Add(string folder, string relative, string includedBy)
    {
        if (_files.ContainsKey(relative)) return;
        string full = Path.Combine(folder, relative);
        if (!File.Exists(full)) throw new FileFormatException(full, $"is missing; {includedBy} includes it");
        if (new FileInfo(full).Length > LargestSource) throw new FileFormatException(full, $"is larger than {LargestSource} bytes");
        byte[] content = File.ReadAllBytes(full);
        _files.Add(relative, content);
        string text = CommentPattern().Replace(Encoding.UTF8.GetString(content), " ");
        foreach (Match include in IncludePattern().Matches(text))
        {
            string target = include.Groups["path"].Value;
            string resolved = Path.GetRelativePath(folder, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(full)!, target)));
            if (Path.IsPathRooted(resolved) || resolved.StartsWith("..", StringComparison.Ordinal))
            {
                throw new FileFormatException(full, $"includes {target}, which lies outside {folder}");
            }

            Add(folder, resolved.Replace('\\', '/'), relative);
        }
    }

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex CommentPattern();

    [GeneratedRegex("""\binclude\s*"(?<path>[^"]+)"\s*;""")]
    private static partial Regex IncludePattern();
}
