using FlZk.Groth16;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Fuzz;

/// <summary>Reads a file that ends with a hash of all before as it is, and with that hash made right: what lies behind the check is
/// reached too.</summary>
internal static class WithClosingHash
{
    public static void Read(string path, Action<string> read)
    {
        try
        {
            read(path);
        }
        catch (Exception refusal) when (refusal is FileFormatException or KeyException)
        {
            byte[] bytes = File.ReadAllBytes(path);
            if (bytes.Length < KeccakHash.ByteLength) throw;
            KeccakHash.Of(bytes.AsSpan(0, bytes.Length - KeccakHash.ByteLength)).CopyTo(bytes.AsSpan(bytes.Length - KeccakHash.ByteLength));
            File.WriteAllBytes(path, bytes);
            read(path);
        }
    }
}
