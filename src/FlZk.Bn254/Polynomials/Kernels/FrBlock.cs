using System.Diagnostics;

namespace FlZk.Bn254.Polynomials;

/// <summary>Constants of the kernels: the format of blocks (see <see cref="ITransformKernels"/>) and r in it.</summary>
internal static unsafe class FrBlock
{
    /// <summary>From a word of a lane to the next: lanes per block.</summary>
    public const int LimbStep = LaneArray.Lanes;

    /// <summary>Words per block.</summary>
    public const int BlockLength = LaneArray.BlockLength;

    public const ulong LimbMask = (1UL << 52) - 1;

    /// <summary>The limbs of r.</summary>
    public const ulong Q0 = 0x1f593f0000001, Q1 = 0x4879b9709143e, Q2 = 0x181585d2833e8, Q3 = 0xa029b85045b68, Q4 = 0x30644e72e131;

    /// <summary>-r^-1 mod 2^52.</summary>
    public const ulong NegativeInverse = 0x1f593efffffff;

    /// <summary>floor(2^50 / (floor(r / 2^228) + 1)).</summary>
    public const int QuotientEstimator = 22188497;

    public const double TwoTo104 = 20282409603651670423947251286016.0;
    public const double TwoTo104And52 = 20282409603651674927546878656512.0;
    public const double ThreeTimesTwoTo103 = 1.5 * TwoTo104;
    public const double ThreeTimesTwoTo103And52 = ThreeTimesTwoTo103 + 4503599627370496.0;

    /// <summary>2^-52 mod r.</summary>
    public const ulong C0 = 0x82e644ee4c3d2, C1 = 0xf93893c98b1de, C2 = 0xd46fe04d0a4c7, C3 = 0x8f0aad55e2a1f, C4 = 0x5ed0447de83;

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
