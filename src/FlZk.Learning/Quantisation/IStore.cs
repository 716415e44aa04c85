using System.Numerics;
using System.Runtime.Intrinsics;

namespace FlZk.Learning.Quantisation;

/// <summary>How a kernel writes vectors: through the caches, or past them.</summary>
internal unsafe interface IStore
{
    /// <summary>Whether addresses must be multiples of a vector's size: of 64 bytes, which serves vectors of any size.</summary>
    static abstract bool IsAligned { get; }

    /// <summary>Writes one vector.</summary>
    static abstract void Store<T>(Vector<T> value, T* target)
        where T : unmanaged;

    /// <summary>Writes one vector of 512 bits.</summary>
    static abstract void Store<T>(Vector512<T> value, T* target)
        where T : unmanaged;
}
