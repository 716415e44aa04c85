using System.Buffers;
using System.Runtime.InteropServices;

namespace FlZk.Bn254.Tests.MultiScalar;

/// <summary>A copy of elements at an address of 4 modulo 8, as mapped files have them, that counts its pins.</summary>
internal sealed unsafe class UnalignedMemory<T> : MemoryManager<T>
    where T : unmanaged
{
    private readonly byte* _memory;
    private readonly int _count;
    private int _pins;

    public UnalignedMemory(ReadOnlySpan<T> elements)
    {
        _count = elements.Length;
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)(((long)_count * sizeof(T)) + 64), 64);
        elements.CopyTo(GetSpan());
    }

    /// <summary>Pins that have not ended.</summary>
    public int Pins => Volatile.Read(ref _pins);

    public override Span<T> GetSpan() => new(_memory + 4, _count);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        Interlocked.Increment(ref _pins);
        return new MemoryHandle(_memory + 4 + ((long)elementIndex * sizeof(T)), pinnable: this);
    }

    public override void Unpin() => Interlocked.Decrement(ref _pins);

    protected override void Dispose(bool disposing) => NativeMemory.AlignedFree(_memory);
}
