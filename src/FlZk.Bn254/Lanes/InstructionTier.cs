using System.Runtime.Intrinsics.X86;

namespace FlZk.Bn254.Lanes;

/// <summary>Which instructions curve arithmetic may use. Every tier gives the same results to the bit.</summary>
internal enum InstructionTier
{
    /// <summary>64-bit integers only: runs everywhere, and is the reference.</summary>
    Scalar,

    /// <summary>Eight 64-bit lanes with fused multiply-add rounded towards zero: AVX-512 F and DQ.</summary>
    Avx512,
}

/// <summary>What this machine offers.</summary>
internal static class InstructionTiers
{
    /// <summary>
    /// The fastest tier supported. The runtime's switch DOTNET_EnableAVX512=0 (and DOTNET_EnableHWIntrinsic=0) falls back to scalar.
    /// </summary>
    public static InstructionTier Best => IsSupported(InstructionTier.Avx512) ? InstructionTier.Avx512 : InstructionTier.Scalar;

    /// <summary>Whether the tier can run here.</summary>
    public static bool IsSupported(InstructionTier tier) => tier switch
    {
        InstructionTier.Scalar => true,
        InstructionTier.Avx512 => Avx512F.IsSupported && Avx512DQ.IsSupported,
        _ => false,
    };
}
