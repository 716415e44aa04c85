using System.Runtime.CompilerServices;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>One double at once: the scalar twin.</summary>
internal readonly struct ScalarReal : IRealLanes<double>
{
    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static double Load(ref double source, nuint offset) => Unsafe.Add(ref source, offset);

    /// <inheritdoc/>
    public static void Convert(ref int source, ref double target, nuint offset) =>
        Unsafe.Add(ref target, offset) = Unsafe.Add(ref source, offset);

    /// <inheritdoc/>
    public static double MultiplyAdd(double a, double b, double c) => (a * b) + c;

    /// <inheritdoc/>
    public static long Sum(double a) => (long)a;
}
