using System.Runtime.CompilerServices;

namespace FlZk.Bn254.MultiScalar;

/// <summary>Memory that does not move and grows on demand, losing what it held.</summary>
internal sealed unsafe class PinnedBuffer<T>
    where T : unmanaged
{
    private T[] _items = [];

    public T* Pointer { get; private set; }

    public Span<T> Span(int count) => _items.AsSpan(0, count);

    /// <summary>Sees to room for <paramref name="count"/> items.</summary>
    public void Ensure(int count)
    {
        if (_items.Length >= count) return;
        _items = GC.AllocateUninitializedArray<T>((int)Math.Min(Array.MaxLength, count + (count / 4L)), pinned: true);
        Pointer = (T*)Unsafe.AsPointer(ref _items[0]);
    }
}
