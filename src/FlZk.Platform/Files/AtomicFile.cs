using System.Text;

namespace FlZk.Platform.Files;

/// <summary>Writes a file so that its final name only ever shows complete content, even when the disk fills
/// up or the process dies.</summary>
/// <remarks>Content goes to a temporary name in the same directory, is flushed to disk, and is renamed over
/// the target (atomic on POSIX and NTFS). What lies under <c>/dev</c> (devices, and a
/// shell's pipes) has no name to keep: the whole content is written to it at once.</remarks>
public static class AtomicFile
{
    /// <summary>Readable and writable by the owner alone: for keys, openings and blindings.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes <paramref name="path"/> through <paramref name="write"/>; directories are created as needed.</summary>
    /// <param name="path">The final name.</param>
    /// <param name="write">Writes the whole content to the stream it is given.</param>
    /// <param name="mode">Unix permissions from the first byte on; null leaves the process's default.</param>
    /// <exception cref="IOException">The content could not be written; nothing is left behind under either name.</exception>
    public static void Write(string path, Action<Stream> write, UnixFileMode? mode = null)
    {
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path);
        if (IsDevice(full))
        {
            // Renaming over /dev/null or /dev/stdout would put a plain file in the device's place, for the whole machine.
            using var device = new FileStream(full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            using var content = new MemoryStream();
            write(content);
            content.WriteTo(device);
            return;
        }

        string directory = Path.GetDirectoryName(full) ?? throw new IOException($"{path} names a root, not a file.");
        Directory.CreateDirectory(directory);
        string temporary = Path.Combine(directory, $".{Path.GetFileName(full)}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 1 << 16,
        };
        if (mode is { } m && !OperatingSystem.IsWindows()) options.UnixCreateMode = m;
        try
        {
            using (var stream = new FileStream(temporary, options))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Tries whether <see cref="Write"/> could write here, for work that must not be lost at its end; directories are created as
    /// needed, and nothing else stays.</summary>
    /// <param name="path">The final name.</param>
    /// <exception cref="IOException">Nothing can be written here.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public static void RequireWritable(string path)
    {
        string full = Path.GetFullPath(path);
        if (IsDevice(full)) return;
        string directory = Path.GetDirectoryName(full) ?? throw new IOException($"{path} names a root, not a file.");
        Directory.CreateDirectory(directory);
        string temporary = Path.Combine(directory, $".{Path.GetFileName(full)}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp");
        try
        {
            File.Create(temporary, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException($"no file can be made in {directory}.", failure);
        }
    }

    private static bool IsDevice(string full) =>
        !OperatingSystem.IsWindows()
        && full.StartsWith("/dev/", StringComparison.Ordinal)
        && !full.StartsWith("/dev/shm/", StringComparison.Ordinal);

    /// <summary>Writes UTF-8 text without a byte order mark. See <see cref="Write"/>.</summary>
    public static void WriteAllText(string path, string text, UnixFileMode? mode = null) =>
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)), mode);

    /// <summary>Writes bytes. See <see cref="Write"/>.</summary>
    public static void WriteAllBytes(string path, ReadOnlyMemory<byte> bytes, UnixFileMode? mode = null) =>
        Write(path, stream => stream.Write(bytes.Span), mode);
}
