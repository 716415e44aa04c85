using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FlZk.Platform.Files;

/// <summary>What tells an unchanged file from a changed one without reading it: which file it is, how long, and when it last
/// changed.</summary>
/// <remarks>
/// On Linux the change time is among it, which no program can set: writing to a file, or setting its other times back, shows. Elsewhere the
/// times of modification and creation stand in, which catch every change but a deliberate forgery.
/// </remarks>
/// <param name="Length">In bytes.</param>
/// <param name="Modified">When content was last written, in nanoseconds (elsewhere: ticks) since some epoch.</param>
/// <param name="Changed">When content or attributes last changed.</param>
/// <param name="Number">The file's number within its device; 0 where there is none.</param>
/// <param name="Device">The device's number; 0 where there is none.</param>
public readonly record struct FileIdentity(long Length, long Modified, long Changed, ulong Number, ulong Device)
{
    /// <summary>Length of <see cref="Write"/>'s output.</summary>
    public const int ByteLength = 40;

    private const int EmptyPath = 0x1000;
    private const uint BasicFields = 0x7ff;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The identity of an open file.</summary>
    /// <exception cref="IOException">The system does not tell.</exception>
    public static FileIdentity Of(SafeFileHandle file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (OperatingSystem.IsLinux() && TryStatx(file, out FileIdentity identity)) return identity;
        return new FileIdentity(
            RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file).Ticks, File.GetCreationTimeUtc(file).Ticks, 0, 0);
    }

    /// <summary>Writes the identity, little-endian.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], Modified);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Changed);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], Number);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[32..], Device);
    }

    // statx(2): the same layout on every architecture, unlike stat(2).
    private static unsafe bool TryStatx(SafeFileHandle file, out FileIdentity identity)
    {
        identity = default;
        byte* buffer = stackalloc byte[256];
        byte empty = 0;
        bool held = false;
        try
        {
            file.DangerousAddRef(ref held);
            if (Statx((int)file.DangerousGetHandle(), &empty, EmptyPath, BasicFields, buffer) != 0) return false;
        }
        catch (EntryPointNotFoundException)
        {
            // C libraries from before 2018.
            return false;
        }
        finally
        {
            if (held) file.DangerousRelease();
        }

        var fields = new ReadOnlySpan<byte>(buffer, 256);
        identity = new FileIdentity(
            Int64(fields, 0x28), Time(fields, 0x70), Time(fields, 0x60), (ulong)Int64(fields, 0x20), (ulong)Int64(fields, 0x88));
        return true;

        static long Int64(ReadOnlySpan<byte> fields, int at) => MemoryMarshal.Read<long>(fields[at..]);

        static long Time(ReadOnlySpan<byte> fields, int at) =>
            (Int64(fields, at) * NanosecondsPerSecond) + MemoryMarshal.Read<uint>(fields[(at + 8)..]);
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern unsafe int Statx(int folder, byte* path, int flags, uint mask, byte* result);
}
