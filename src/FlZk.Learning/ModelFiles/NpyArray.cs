namespace FlZk.Learning.ModelFiles;

/// <summary>An array of a .npy file.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <param name="Shape">Dimensions, outermost first; empty for a single number.</param>
/// <param name="Values">All elements in C order.</param>
public sealed record NpyArray<T>(IReadOnlyList<long> Shape, T[] Values)
    where T : unmanaged;
