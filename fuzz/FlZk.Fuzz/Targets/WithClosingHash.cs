using FlZk.Groth16;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Fuzz;

/// <summary>Reads a file that ends with a hash of all before as it is, and with that hash made right: what lies behind the check is
/// reached too.</summary>
internal static class WithClosingHash
{
    private const int Length = 32;

    public delegate void Hash(ReadOnlySpan<byte> source, Span<byte> target);

    /// <summary>The hash is Keccak-256.</summary>
    public static void Read(string path, Action<string> read) => Read(path, static (source, target) => KeccakHash.Of(source).CopyTo(target), read);

    public static void Read(string path, Hash hash, Action<string> read)
    {
        try
        {
            read(path);
        }
        catch (Exception refusal) when (refusal is FileFormatException or KeyException)
        {
            byte[] bytes = File.ReadAllBytes(path);
            if (bytes.Length < Length) throw;
            hash(bytes.AsSpan(..^Length), bytes.AsSpan(^Length..));
            File.WriteAllBytes(path, bytes);
            read(path);
        }
    }
}
