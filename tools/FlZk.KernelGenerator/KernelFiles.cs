namespace FlZk.KernelGenerator;

/// <summary>Every file that this program writes.</summary>
public static class KernelFiles
{
    /// <summary>The files as they should be.</summary>
    public static IReadOnlyList<GeneratedFile> All { get; } =
    [
        new FusedElements(Modulus.BaseField).WriteFile(),
        new FusedElements(Modulus.ScalarField).WriteFile(),
        new FusedProducts(Modulus.BaseField).WriteFile(),
        new FusedProducts(Modulus.ScalarField).WriteFile(),
        new IntegerElements(Modulus.BaseField).WriteFile(),
        new IntegerElements(Modulus.ScalarField).WriteFile(),
        new IntegerProducts(Modulus.BaseField).WriteFile(),
        new IntegerProducts(Modulus.ScalarField).WriteFile(),
        FusedChord.WriteFile(),
        IntegerChord.WriteFile(),
        FusedExtension.WriteFile(),
        IntegerExtension.WriteFile(),
        TransformConstants.WriteFile(),
        TransformButterflies.WriteFile(TransformTier.Avx512),
        TransformButterflies.WriteFile(TransformTier.Avx2),
        TransformProducts.WriteFile(TransformTier.Avx512),
        TransformProducts.WriteFile(TransformTier.Avx2),
    ];
}
