using System.Buffers;
using System.Text;

namespace FlZk.Cli.Connections;

/// <summary>Small files that hold a secret: read only when nobody but their owner can.</summary>
internal static class SecretFile
{
    private const int MaxLength = 4096;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>The file's text without the line end that editors add.</summary>
    /// <exception cref="AccountException">Others may read or write the file, or it is too long for a secret.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);

        // The open file is asked, not its name: whoever could swap the two would pass the check with another file.
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0)
            throw new AccountException($"{path} can be read or written by others than its owner. Run: chmod 600 {path}");
        byte[] buffer = ArrayPool<byte>.Shared.Rent(MaxLength + 1);
        try
        {
            int length = file.ReadAtLeast(buffer.AsSpan(0, MaxLength + 1), MaxLength + 1, throwOnEndOfStream: false);
            if (length > MaxLength) throw new AccountException($"{path} is longer than a secret can be.");
            return Encoding.UTF8.GetString(buffer, 0, length).TrimEnd('\r', '\n');
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
