using System.Runtime.CompilerServices;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>One column at once: the scalar twin.</summary>
internal readonly struct ScalarLanes : ILanes<int>
{
    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static int Broadcast(int value) => value;

    /// <inheritdoc/>
    public static int Load(ref int source, nuint offset) => Unsafe.Add(ref source, offset);

    /// <inheritdoc/>
    public static int LoadAhead(ref int source, nuint offset, int ahead) => Load(ref source, offset);

    /// <inheritdoc/>
    public static void Store(int vector, ref int target, nuint offset) => Unsafe.Add(ref target, offset) = vector;

    /// <inheritdoc/>
    public static int Min(int a, int b) => Math.Min(a, b);

    /// <inheritdoc/>
    public static int Max(int a, int b) => Math.Max(a, b);

    /// <inheritdoc/>
    public static int Add(int a, int b) => unchecked(a + b);

    /// <inheritdoc/>
    public static int Subtract(int a, int b) => unchecked(a - b);

    /// <inheritdoc/>
    public static int ShiftRight(int a, int bits) => a >> bits;

    /// <inheritdoc/>
    public static int And(int a, int b) => a & b;
}
