using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlZk.Platform.Files;
using Microsoft.Win32.SafeHandles;

namespace FlZk.Learning.ModelFiles;

/// <summary>A file that stays open and is read at given offsets, by as many threads as like.</summary>
/// <remarks>Reads and not a mapping: a mapped file that shrinks ends the process with a bus error, and a provider's file is not ours to
/// keep from shrinking. A read past the end is a refusal with a name. Nor would a mapping be faster in bounded memory: giving pages back
/// costs more than the copy (docs/architecture.md).</remarks>
internal sealed class PositionedFile : IDisposable
{
    // errno of a process, and of a system, that has as many files open as it may.
    private const int TooManyInProcess = 24;
    private const int TooManyInSystem = 23;

    private readonly SafeFileHandle _handle;

    /// <summary>Opens a file.</summary>
    /// <exception cref="FileFormatException">It has no bytes, or no length and no positions: a pipe or a device.</exception>
    /// <exception cref="TooManyOpenFilesException">As many files are open as may be.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public PositionedFile(string path)
    {
        Path = path;

        // A pipe has no length; opening it would wait for a writer that never comes.
        var found = new FileInfo(path);
        if (found.Exists && (found.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? found) is { Exists: true, Length: 0 })
        {
            throw new FileFormatException(path, "there is nothing in it: an empty file, a pipe or a device.", 0);
        }

        try
        {
            _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (IOException cause) when (!OperatingSystem.IsWindows() && cause.HResult is TooManyInProcess or TooManyInSystem)
        {
            throw new TooManyOpenFilesException(
                $"{path} cannot be opened: a round keeps every update's file open, and the limit of open files is reached. Raise it "
                + "(ulimit -n, or LimitNOFILE of the service) above the number of updates.",
                cause);
        }

        try
        {
            Length = RandomAccess.GetLength(_handle);
        }
        catch (NotSupportedException cause)
        {
            _handle.Dispose();
            throw new FileFormatException(path, "a file is needed here, not a pipe or a device.", null, cause);
        }
    }

    /// <summary>The file's name, as the user knows it.</summary>
    public string Path { get; }

    /// <summary>Its length in bytes when it was opened.</summary>
    public long Length { get; }

    /// <summary>Fills <paramref name="target"/> with little-endian elements.</summary>
    /// <typeparam name="T">A number of 1, 2, 4 or 8 bytes.</typeparam>
    /// <exception cref="FileFormatException">The file ends before: it shrank after it was opened.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Read<T>(long offset, Span<T> target)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(target);
        while (!bytes.IsEmpty)
        {
            int got = RandomAccess.Read(_handle, bytes, offset);
            if (got == 0)
            {
                throw new FileFormatException(
                    Path, $"the file had {Length} bytes when it was opened and has {RandomAccess.GetLength(_handle)} now.", offset);
            }

            offset += got;
            bytes = bytes[got..];
        }

        if (!BitConverter.IsLittleEndian && Unsafe.SizeOf<T>() > 1) LittleEndianData.Reverse(target);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
