using System.Numerics;

namespace FlZk.KernelGenerator;

/// <summary>What products in the quadratic extension of Fp need beyond those in Fp, on eight AVX-512 lanes.</summary>
public static class FusedExtension
{
    private const int Count = 5;

    /// <summary>The file.</summary>
    public static GeneratedFile WriteFile()
    {
        var text = new SourceText();
        text.Add("""
            // Written by tools/FlZk.KernelGenerator: change it there.
            using System.Runtime.CompilerServices;
            using System.Runtime.Intrinsics;
            using static FlZk.Bn254.Lanes.Avx512Limbs;

            namespace FlZk.Bn254.Lanes;

            """);
        text.Open("internal readonly unsafe partial struct Avx512Fp : ILaneExtension");
        ExtensionText.WriteMultiplyAdd(text, "Avx512Fp", "Vector512<ulong> mask = Vector512.Create(LimbMask);", () =>
        {
            FusedProducts.LoadLimbs(text, "a", "a");
            FusedProducts.LoadLimbs(text, "c", "c");
            FusedProducts.WriteReducedSum(text, "p", "a", "b", "c", "d");
            text.Add("StoreCarried(r, p5, p6, p7, p8, p9, mask);");
        });
        IReadOnlyList<BigInteger> twice = FusedProducts.System.Cut(2 * Modulus.BaseField.Value);
        const string Mask = "Vector512<long> mask = Vector512.Create((long)LimbMask);";
        ExtensionText.WriteAdd(text, Mask, () => WriteCarried(text, i => $"{Limb("a", i)} + {Limb("b", i)}"));
        ExtensionText.WriteSubtract(
            text, Mask, () => WriteCarried(text, i => $"{Limb("a", i)} - {Limb("b", i)} + Vector512.Create({SourceText.Hex(twice[i])}L)"));
        ExtensionText.WriteReduce(text, Mask, () =>
        {
            for (int i = 0; i < Count; i++) text.Add($"Vector512<long> t{i} = {Limb("a", i)};");
            text.Add($"""
                Canonicalise({SourceText.Join(Count, i => $"ref t{i}")}, mask);
                StoreLimbs(r, {SourceText.Join(Count, i => $"t{i}")});
                """);
        });
        text.Close();
        return new GeneratedFile("src/FlZk.Bn254/Lanes/Avx512/Avx512Fp.Extension.cs", text.ToString());
    }

    private static void WriteCarried(SourceText text, Func<int, string> limb)
    {
        for (int i = 0; i < Count; i++) text.Add($"Vector512<long> t{i} = {limb(i)};");
        text.Add($"""
            Carry({SourceText.Join(Count, i => $"ref t{i}")}, mask);
            StoreLimbs(r, {SourceText.Join(Count, i => $"t{i}")});
            """);
    }

    private static string Limb(string pointer, int limb) => $"LoadLimb({FusedProducts.Word(pointer, limb)})";
}
