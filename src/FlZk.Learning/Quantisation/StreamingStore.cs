using System.Numerics;
using System.Runtime.Intrinsics;

namespace FlZk.Learning.Quantisation;

/// <summary>Stores past the caches, for results larger than these: an ordinary store reads a line from memory before it overwrites it, which
/// costs as much of the bus again.</summary>
internal readonly unsafe struct StreamingStore : IStore
{
    /// <inheritdoc/>
    public static bool IsAligned => true;

    /// <inheritdoc/>
    public static void Store<T>(Vector<T> value, T* target)
        where T : unmanaged => value.StoreAlignedNonTemporal(target);

    /// <inheritdoc/>
    public static void Store<T>(Vector512<T> value, T* target)
        where T : unmanaged => value.StoreAlignedNonTemporal(target);
}
