namespace FlZk.Bn254.Lanes;

/// <summary>Which instructions arithmetic on many elements may use. Every tier gives the same results to the bit.</summary>
internal enum InstructionTier
{
    /// <summary>64-bit integers only: runs everywhere, and is the reference.</summary>
    Scalar,

    /// <summary>Four 64-bit lanes with 32 x 32-bit products: AVX2.</summary>
    Avx2,

    /// <summary>Eight 64-bit lanes with fused multiply-add rounded towards zero: AVX-512 F and DQ.</summary>
    Avx512,
}
