using System.Runtime.Intrinsics.X86;

namespace FlZk.Bn254.Lanes;

/// <summary>What this machine offers.</summary>
internal static class InstructionTiers
{
    /// <summary>
    /// The fastest tier supported. The runtime's switches DOTNET_EnableAVX512=0, DOTNET_EnableAVX2=0 and DOTNET_EnableHWIntrinsic=0 take
    /// tiers away.
    /// </summary>
    public static InstructionTier Best =>
        IsSupported(InstructionTier.Avx512) ? InstructionTier.Avx512
        : IsSupported(InstructionTier.Avx2) ? InstructionTier.Avx2
        : InstructionTier.Scalar;

    /// <summary>Whether the tier can run here.</summary>
    public static bool IsSupported(InstructionTier tier) => tier switch
    {
        InstructionTier.Scalar => true,
        InstructionTier.Avx2 => Avx2.IsSupported,
        InstructionTier.Avx512 => Avx512F.IsSupported && Avx512DQ.IsSupported,
        _ => false,
    };
}
