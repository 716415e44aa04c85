using System.Runtime.InteropServices;

namespace FlZk.Bn254.Polynomials;

/// <summary>Blocks of eight elements in rows. Rows are apart by one block more than they hold, so that the blocks of a column fall into
/// different sets of the cache.</summary>
internal sealed unsafe class LaneArray : IDisposable
{
    /// <summary>Elements per block.</summary>
    public const int Lanes = 8;

    /// <summary>Words per block.</summary>
    public const int BlockLength = 5 * Lanes;

    private const nuint Alignment = 64;

    private ulong* _start;

    public LaneArray(int rows, int columns)
    {
        RowStep = ((nint)columns + 1) * BlockLength;
        nuint bytes = (nuint)rows * (nuint)RowStep * sizeof(ulong);
        _start = (ulong*)NativeMemory.AlignedAlloc(bytes, Alignment);
        GC.AddMemoryPressure((long)bytes);
        Bytes = (long)bytes;
    }

    ~LaneArray() => Free();

    /// <summary>From a block to the one below, in words.</summary>
    public nint RowStep { get; }

    private long Bytes { get; }

    /// <summary>The address of a block.</summary>
    public ulong* Block(int row, int column) => _start + (row * RowStep) + ((nint)column * BlockLength);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_start == null) return;
        NativeMemory.AlignedFree(_start);
        GC.RemoveMemoryPressure(Bytes);
        _start = null;
    }
}
