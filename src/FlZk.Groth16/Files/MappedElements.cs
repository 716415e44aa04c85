using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace FlZk.Groth16;

/// <summary>Elements of a file, mapped into memory for reading: as many bytes as the file has, none of them copied.</summary>
/// <remarks>
/// The memory ends with <see cref="Dispose"/> or, if later, with the last <see cref="Hold"/>. Elements may lie at any address: section
/// headers of 12 bytes move them off their natural alignment.
/// </remarks>
internal sealed unsafe class MappedElements<T> : MemoryManager<T>
    where T : unmanaged
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafeMemoryMappedViewHandle _handle;
    private readonly byte* _first;
    private readonly int _count;
    private int _holds;

    /// <summary>Maps elements.</summary>
    /// <param name="file">The file's mapping.</param>
    /// <param name="offset">Where in the file the first element begins.</param>
    /// <param name="count">How many there are, at least one; the file holds them all.</param>
    public MappedElements(MemoryMappedFile file, long offset, int count)
    {
        _view = file.CreateViewAccessor(offset, (long)count * sizeof(T), MemoryMappedFileAccess.Read);
        _handle = _view.SafeMemoryMappedViewHandle;
        byte* pointer = null;
        _handle.AcquirePointer(ref pointer);
        _handle.ReleasePointer();
        _first = pointer + _view.PointerOffset;
        _count = count;
    }

    /// <summary>Keeps the memory until the same number of <see cref="Release"/>, whoever disposes of it meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">It is gone already.</exception>
    public void Hold()
    {
        bool held = false;
        _handle.DangerousAddRef(ref held);
        Interlocked.Increment(ref _holds);
    }

    /// <summary>Ends one <see cref="Hold"/>.</summary>
    public void Release()
    {
        Interlocked.Decrement(ref _holds);
        _handle.DangerousRelease();
    }

    /// <inheritdoc/>
    public override Span<T> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed && Volatile.Read(ref _holds) == 0, this);
        return new Span<T>(_first, _count);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_count, nameof(elementIndex));
        Hold();
        return new MemoryHandle(_first + ((long)elementIndex * Unsafe.SizeOf<T>()), pinnable: this);
    }

    /// <inheritdoc/>
    public override void Unpin() => Release();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _view.Dispose();
}
