using FlZk.Bn254.Lanes;

namespace FlZk.Bn254;

/// <summary>The instruction set that arithmetic on many elements at a time uses here, for reports.</summary>
public static class InstructionSet
{
    /// <summary>
    /// "AVX-512", "AVX2" or "scalar": the fastest that the machine and the runtime's switches (such as DOTNET_EnableAVX512=0) allow.
    /// Results do not depend on it.
    /// </summary>
    public static string Current { get; } = InstructionTiers.Best switch
    {
        InstructionTier.Avx512 => "AVX-512",
        InstructionTier.Avx2 => "AVX2",
        _ => "scalar",
    };
}
