namespace FlZk.KernelGenerator;

/// <summary>The products of transforms over Fr: by expanded constants, and of two blocks.</summary>
internal static class TransformProducts
{
    private const int Count = 5;

    /// <summary>The file.</summary>
    public static GeneratedFile WriteFile(TransformTier tier)
    {
        var text = new SourceText();
        text.Add("""
            // Written by tools/FlZk.KernelGenerator: change it there.
            using System.Runtime.CompilerServices;
            using System.Runtime.Intrinsics;
            using static FlZk.Bn254.Polynomials.FrBlock;

            namespace FlZk.Bn254.Polynomials;

            /// <summary>Products: by constants, and of two blocks.</summary>
            """);
        text.Open($"internal readonly unsafe partial struct {tier.Type}");
        WriteScale(text, tier);
        WriteMultiply(text, tier);
        WriteMultiplyByConstant(text, tier);
        WriteLoadFactor(text, tier);
        text.Close();
        return new GeneratedFile(tier.Path("Products"), text.ToString());
    }

    private static void WriteScale(SourceText text, TransformTier tier)
    {
        text.Add("/// <inheritdoc/>\n[MethodImpl(Kernel)]");
        text.Open("public static void Scale(ulong** blocks, double** constants, double** laneConstants, int count)");
        text.Open("for (int i = 0; i < count; i++)");
        tier.WriteScaleLoop(text, laneConstants =>
        {
            string t = SourceText.Join(Count, i => $"t{i}"), product = SourceText.Join(Count, i => $"out t{i}");
            text.Add($$"""
                {{tier.Signed}} {{SourceText.Join(3, i => $"t{i} = Column(block, {i})")}};
                {{tier.Signed}} {{SourceText.Join(2, i => $"t{i + 3} = Column(block, {i + 3})")}};
                if (constants[i] != null)
                {
                    MultiplyByConstant({{t}}, constants[i], false, {{product}});
                }

                if (laneConstants[i] != null)
                {
                    MultiplyByConstant({{t}}, {{laneConstants}}, true, {{product}});
                }

                """);
            for (int i = 0; i < Count; i++) text.Add($"Store(t{i}, block, {i});");
        });
        text.Close();
        text.Close();
    }

    private static void WriteMultiply(SourceText text, TransformTier tier)
    {
        text.Add("""

            /// <inheritdoc/>
            /// <remarks>
            /// Reduction drops the lowest limb u_i of column i, i = 0..3, by adding u_i C 2^(52 (i + 1)) with C = 2^-52 mod r, and the last
            /// by Montgomery's quotient. The result is below ab / 2^260 + C (1 + 2^-51) + r with C &lt; 0.1225 r and r / 2^260 &lt; 0.0119:
            /// for factors below (1 + 2^-18) r, below 5r/4. A column receives at most 20 halves and a carry, below 2^57 in all.
            /// </remarks>
            [MethodImpl(Kernel)]
            """);
        text.Open("public static void Multiply(ulong* result, ulong* a, ulong* b, int count)");
        tier.WriteProductLoop(text, () =>
        {
            foreach (string factor in (string[])["a", "b"])
            {
                text.Add($"""
                    LoadFactor({factor}, {SourceText.Join(4, i => $"out {tier.Double} {factor}{i}")},
                        out {tier.Double} {factor}4);
                    """);
            }

            for (int k = 0; k < 2 * Count; k++)
            {
                text.Add($"{tier.Unsigned} p{k} = {tier.ProductStart(k, Halves(k, low: true), Halves(k - 1, low: false))};");
            }

            for (int j = 0; j < Count; j++)
            {
                text.Add("");
                for (int i = 0; i < Count; i++) text.Add($"Accumulate(a{i}, b{j}, ref p{i + j}, ref p{i + j + 1});");
            }

            for (int k = 0; k < Count - 1; k++)
            {
                text.Add($"""

                    p{k + 1} += p{k} >>> 52;
                    {(k == 0 ? $"{tier.Double} " : "")}u = {tier.LowLimb($"p{k}")};
                    """);
                for (int i = 0; i < Count; i++)
                {
                    text.Add($"Accumulate(u, {tier.Broadcast($"(double)C{i}")}, ref p{k + i + 1}, ref p{k + i + 2});");
                }
            }

            text.Add("");
            tier.WriteProductReduction(text);
            text.Add("p5.Store(result);\np6.Store(result + LimbStep);");
            for (int i = 2; i < Count; i++) text.Add($"p{Count + i}.Store(result + ({i} * LimbStep));");
        });
        text.Close();
    }

    private static void WriteMultiplyByConstant(SourceText text, TransformTier tier)
    {
        text.Add("""

            /// <summary>The five columns of d w - 3r, with d of any columns and w expanded: one constant for all lanes, or one each.</summary>
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            """);
        text.Open($"""
            private static void MultiplyByConstant(
                {SourceText.Join(Count, i => $"{tier.Signed} d{i}")},
                double* w, bool perLane,
                {SourceText.Join(Count, i => $"out {tier.Signed} t{i}")})
            """);
        tier.WriteCarriedFactors(text);
        text.Add("");
        for (int k = 0; k <= Count; k++)
        {
            // Low halves of five products fall into the first five columns and one of u times a limb of r into all but the first, high
            // halves likewise one column higher; the products of the signed limb are one of five.
            int low = k == 0 ? Count : k == Count ? 0 : Count + 1;
            text.Add($"{tier.Unsigned} p{k} = {tier.ConstantStart(k, low, k == 0 ? 0 : Count, k == 0 ? 0 : 1)};");
        }

        text.Add("");
        for (int i = 0; i < Count; i++)
        {
            string accumulate = i < Count - 1 ? "Accumulate" : "AccumulateSigned";
            for (int j = 0; j < Count; j++)
            {
                text.Add($"{accumulate}(a{i}, Constant(w, {(Count * i) + j}, perLane), ref p{j}, ref p{j + 1});");
            }
        }

        text.Add("");
        tier.WriteConstantReduction(text);
        for (int i = 0; i < Count; i++) text.Add($"t{i} = p{i + 1}.AsInt64();");
        text.Close();
    }

    private static void WriteLoadFactor(SourceText text, TransformTier tier)
    {
        text.Add("""

            /// <summary>The limbs of a block with B = 32, reduced below (1 + 2^-18) r.</summary>
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            """);
        text.Open($"""
            private static void LoadFactor(
                ulong* block,
                {SourceText.Join(Count, i => $"out {tier.Double} a{i}")})
            """);
        for (int i = 0; i < Count; i++) text.Add($"{tier.Signed} t{i} = Column(block, {i}) + {tier.Broadcast($"(long)(32 * Q{i})")};");
        string limbs = SourceText.Join(Count, i => $"ref t{i}");
        text.Add($"Reduce({limbs}, nonNegative: true);\nCarry({limbs});");
        for (int i = 0; i < Count; i++) text.Add($"a{i} = {tier.ToFactor($"t{i}")};");
        text.Close();
    }

    /// <summary>
    /// How many halves of products leave column k of a product of two blocks for it (low) and for the next (high): products of limbs, of
    /// the reduction by C, and of Montgomery's quotient, whose first low half ends in the column that it cancels.
    /// </summary>
    private static int Halves(int k, bool low)
    {
        int ofLimbs = Enumerable.Range(0, Count).Count(i => k - i is >= 0 and < Count);
        int ofReduction = Enumerable.Range(1, Count - 1).Count(first => k - first is >= 0 and < Count);
        bool ofQuotient = k is >= Count - 1 and < (2 * Count) - 1 && !(low && k == Count - 1);
        return ofLimbs + ofReduction + (ofQuotient ? 1 : 0);
    }
}
