using System.Diagnostics;

namespace FlZk.Bn254.Polynomials;

/// <summary>Constants of the kernels: the format of blocks (see <see cref="ITransformKernels"/>) and r in it.</summary>
internal static unsafe partial class FrBlock
{
    /// <summary>From a word of a lane to the next: lanes per block.</summary>
    public const int LimbStep = LaneArray.Lanes;

    /// <summary>Words per block.</summary>
    public const int BlockLength = LaneArray.BlockLength;

    /// <summary>The bits of a carried limb.</summary>
    public const ulong LimbMask = (1UL << 52) - 1;

    /// <summary>What products are rounded at: they keep the bits from 2^52 on, and the rest, with 2^52 added, its integer bits.</summary>
    public const double TwoTo104 = 20282409603651670423947251286016.0;
    public const double TwoTo104And52 = 20282409603651674927546878656512.0;

    /// <summary>The same for products of either sign below 2^103.</summary>
    public const double ThreeTimesTwoTo103 = 1.5 * TwoTo104;
    public const double ThreeTimesTwoTo103And52 = ThreeTimesTwoTo103 + 4503599627370496.0;

    /// <summary>Asserts that every element of a block is below <paramref name="bound"/> r in absolute value, and its columns below
    /// 2^61.</summary>
    [Conditional("DEBUG")]
    public static void AssertBelow(double bound, ulong* block)
    {
        for (int lane = 0; lane < LimbStep; lane++)
        {
            double value = 0;
            for (int i = 0; i < 5; i++)
            {
                long column = (long)block[(LimbStep * i) + lane];
                Debug.Assert(Math.Abs(column) < 1L << 61, "Columns are in range.");
                value = (value / (1L << 52)) + column;
            }

            Debug.Assert(Math.Abs(value) < bound * (Q4 + 1), "The element is in range.");
        }
    }
}
