using System.Numerics;
using System.Runtime.Intrinsics;

namespace FlZk.Learning.Quantisation;

/// <summary>Ordinary stores, for results that are soon read again.</summary>
internal readonly unsafe struct CachedStore : IStore
{
    /// <inheritdoc/>
    public static bool IsAligned => false;

    /// <inheritdoc/>
    public static void Store<T>(Vector<T> value, T* target)
        where T : unmanaged => value.Store(target);

    /// <inheritdoc/>
    public static void Store<T>(Vector512<T> value, T* target)
        where T : unmanaged => value.Store(target);
}
