using FlZk.Platform.Files;
using Microsoft.Win32.SafeHandles;

namespace FlZk.Groth16;

/// <summary>Opens what is read at any place: a file, and not a pipe.</summary>
internal static class SeekableFile
{
    /// <summary>Opens <paramref name="path"/> for reading.</summary>
    /// <exception cref="FileFormatException">A pipe or a device, which can only be read from its beginning to its end.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafeFileHandle Open(string path, FileOptions options = FileOptions.None)
    {
        SafeFileHandle handle = File.OpenHandle(path, options: options);
        try
        {
            _ = RandomAccess.GetLength(handle);
            return handle;
        }
        catch (NotSupportedException cause)
        {
            handle.Dispose();
            throw new FileFormatException(path, "a pipe or a device cannot be read at any place; a file was expected.", inner: cause);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
