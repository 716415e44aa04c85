// Written by tools/FlZk.KernelGenerator: change it there.
namespace FlZk.Bn254.Polynomials;

internal static unsafe partial class FrBlock
{
    /// <summary>The limbs of r.</summary>
    public const ulong Q0 = 0x1f593f0000001, Q1 = 0x4879b9709143e, Q2 = 0x181585d2833e8, Q3 = 0xa029b85045b68, Q4 = 0x30644e72e131;

    /// <summary>2^-52 mod r.</summary>
    public const ulong C0 = 0x82e644ee4c3d2, C1 = 0xf93893c98b1de, C2 = 0xd46fe04d0a4c7, C3 = 0x8f0aad55e2a1f, C4 = 0x5ed0447de83;

    /// <summary>-r^-1 mod 2^52.</summary>
    public const ulong NegativeInverse = 0x1f593efffffff;

    /// <summary>floor(2^50 / (floor(r / 2^228) + 1)).</summary>
    public const int QuotientEstimator = 22188497;
}
