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
    public static bool Convert(ref int source, ref double target, nuint length, int greatest, int outside)
    {
        int seen = 0;
        for (nuint j = 0; j + 2 <= length; j += 2)
        {
            int x = Unsafe.Add(ref source, j), y = Unsafe.Add(ref source, j + 1);
            seen |= (greatest - x) | (greatest - y);
            Unsafe.Add(ref target, j) = x;
            Unsafe.Add(ref target, j + 1) = y;
        }

        return (seen & outside) == 0;
    }

    /// <inheritdoc/>
    public static double MultiplyAdd(double a, double b, double c) => (a * b) + c;

    /// <inheritdoc/>
    public static void AddSums(double a, double b, double c, double d, ref long totals)
    {
        totals += (long)a;
        Unsafe.Add(ref totals, 1) += (long)b;
        Unsafe.Add(ref totals, 2) += (long)c;
        Unsafe.Add(ref totals, 3) += (long)d;
    }
}
