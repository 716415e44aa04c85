using System.Numerics;

namespace FlZk.KernelGenerator;

/// <summary>What products in the quadratic extension of Fp need beyond those in Fp, on four AVX2 lanes.</summary>
public static class IntegerExtension
{
    private const int Count = 9;

    /// <summary>The file.</summary>
    public static GeneratedFile WriteFile()
    {
        var text = new SourceText();
        text.Add("""
            // Written by tools/FlZk.KernelGenerator: change it there.
            using System.Runtime.CompilerServices;
            using System.Runtime.Intrinsics;
            using System.Runtime.Intrinsics.X86;
            using static FlZk.Bn254.Lanes.Avx2Limbs;

            namespace FlZk.Bn254.Lanes;

            """);
        text.Open("internal readonly unsafe partial struct Avx2Fp : ILaneExtension");
        const string Mask = "Vector256<ulong> mask = Vector256.Create(LimbMask);";
        ExtensionText.WriteMultiplyAdd(text, "Avx2Fp", Mask, () =>
        {
            IntegerProducts.WriteProducts(text, "p", ("a", "b"), ("c", "d"));
            IntegerProducts.WriteCarriedStore(text, "r", "p");
        });

        // No limb is negative: those of 2p are raised by more than any carried limb.
        IReadOnlyList<BigInteger> twice = IntegerProducts.System.Raise(2 * Modulus.BaseField.Value, 1);
        ExtensionText.WriteAdd(text, Mask, () => WriteCarried(text, i => $"{Limb("a", i)} + {Limb("b", i)}"));
        ExtensionText.WriteSubtract(
            text, Mask, () => WriteCarried(text, i => $"{Limb("a", i)} - {Limb("b", i)} + Vector256.Create({SourceText.Hex(twice[i])}UL)"));
        ExtensionText.WriteReduce(text, "", () =>
        {
            for (int i = 0; i < Count; i++) text.Add($"Vector256<ulong> t{i} = {Limb("a", i)};");
            text.Add($"Canonicalise({IntegerElements.Refs("t")});");
            for (int i = 0; i < Count; i++) text.Add($"t{i}.Store({IntegerProducts.Word("r", i)});");
        });
        text.Close();
        return new GeneratedFile("src/FlZk.Bn254/Lanes/Avx2/Avx2Fp.Extension.cs", text.ToString());
    }

    private static void WriteCarried(SourceText text, Func<int, string> limb)
    {
        for (int i = 0; i < Count; i++)
        {
            string carry = i == 0 ? "" : $" + (t{i - 1} >>> 29)";
            text.Add($"Vector256<ulong> t{i} = {limb(i)}{carry};");
            string stored = i < Count - 1 ? $"(t{i} & mask)" : $"t{i}";
            text.Add($"{stored}.Store({IntegerProducts.Word("r", i)});");
        }
    }

    private static string Limb(string pointer, int limb) => $"Vector256.Load({IntegerProducts.Word(pointer, limb)})";
}
