namespace FlZk.KernelGenerator;

/// <summary>The butterflies of transforms over Fr, with their loops.</summary>
internal static class TransformButterflies
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

            /// <summary>Butterflies: one product, a sum and a difference per pair of blocks, with the loop inside.</summary>
            """);
        text.Open($"internal readonly unsafe partial struct {tier.Type}");
        text.Add("private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;");
        foreach (string direction in (string[])["Forward", "Inverse"])
        {
            WriteEntry(text, direction, reduce: false);
            WriteEntry(text, direction, reduce: true);
        }

        WriteForward(text, tier);
        WriteInverse(text, tier);
        WriteSumsAndDifferences(text, tier);
        text.Close();
        return new GeneratedFile(tier.Path("Butterflies"), text.ToString());
    }

    private static void WriteEntry(SourceText text, string direction, bool reduce)
    {
        (string suffix, string value) = reduce ? ("Reduced", "true") : ("", "false");
        text.Add($"""

            /// <inheritdoc/>
            [MethodImpl(Kernel)]
            public static void {direction}Butterflies{suffix}(in ButterflyLoop loop) => {direction}Butterflies(loop, reduce: {value});
            """);
    }

    private static void WriteForward(SourceText text, TransformTier tier)
    {
        text.Add("\n[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        text.Open("private static void ForwardButterflies(in ButterflyLoop loop, bool reduce)");
        WriteRows(text, tier, constants: true, () =>
        {
            text.Add($"{tier.OncePerBlock}AssertBelow(reduce ? 42 : 42 - 3.5, x);\n{tier.OncePerBlock}AssertBelow(42, y);");
            WriteProduct(text, tier, SourceText.Join(Count, i => $"Column(y, {i})"));
            WriteColumns(text, tier, "s", "x");
            WriteReduction(text);
            for (int i = 0; i < Count; i++) text.Add($"Store(s{i} + t{i}, x, {i});");
            for (int i = 0; i < Count; i++) text.Add($"Store(s{i} - t{i}, y, {i});");
        });
        text.Close();
    }

    private static void WriteInverse(SourceText text, TransformTier tier)
    {
        text.Add("\n[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        text.Open("private static void InverseButterflies(in ButterflyLoop loop, bool reduce)");
        WriteRows(text, tier, constants: true, () =>
        {
            text.Add($"{tier.OncePerBlock}AssertBelow(21, x);\n{tier.OncePerBlock}AssertBelow(21, y);");
            WriteColumns(text, tier, "s", "x");
            WriteColumns(text, tier, "d", "y");
            WriteProduct(text, tier, SourceText.Join(Count, i => $"d{i} - s{i}"));

            // Loaded again: ten more vectors do not survive the product in registers.
            for (int i = 0; i < Count; i++) text.Add($"s{i} = Column(x, {i}) + Column(y, {i});");
            WriteReduction(text);
            for (int i = 0; i < Count; i++) text.Add($"Store(s{i}, x, {i});");
            for (int i = 0; i < Count; i++) text.Add($"Store(t{i}, y, {i});");
        });
        text.Close();
    }

    private static void WriteSumsAndDifferences(SourceText text, TransformTier tier)
    {
        text.Add("\n/// <inheritdoc/>\n[MethodImpl(Kernel)]");
        text.Open("public static void SumsAndDifferences(in ButterflyLoop loop)");
        WriteRows(text, tier, constants: false, () =>
        {
            for (int i = 0; i < Count; i++)
            {
                text.Add($"""
                    {tier.Signed} s{i} = Column(x, {i}), d{i} = Column(y, {i});
                    Store(s{i} + d{i}, x, {i});
                    Store(s{i} - d{i}, y, {i});
                    """);
            }
        });
        text.Close();
    }

    /// <summary>The two loops around a butterfly of the blocks at x and y, with the constant at w if there are constants.</summary>
    private static void WriteRows(SourceText text, TransformTier tier, bool constants, Action butterfly)
    {
        text.Add("var xRow = (ulong*)loop.X;\nvar yRow = (ulong*)loop.Y;");
        if (constants) text.Add("var wRow = (double*)loop.Constants;");
        text.Add("int columns = loop.Columns;");
        text.Add(constants
            ? "nint rowStep = loop.RowStep, wStep = loop.ConstantStep, wRowStep = loop.ConstantRowStep;"
            : "nint rowStep = loop.RowStep;");
        text.Open("for (int row = loop.Rows; row > 0; row--)");
        text.Add("ulong* x = xRow;\nulong* y = yRow;");
        if (constants) text.Add("double* w = wRow;");
        text.Open(tier.RowLoop);
        butterfly();
        tier.WriteRowStep(text, constants);
        text.Close();
        text.Add("\nxRow += rowStep;\nyRow += rowStep;");
        if (constants) text.Add("wRow += wRowStep;");
        text.Close();
    }

    /// <summary>Declares t0 .. t4: the product of five columns and the constant.</summary>
    private static void WriteProduct(SourceText text, TransformTier tier, string columns) => text.Add($"""
        MultiplyByConstant(
            {columns}, w, false,
            {SourceText.Join(Count, i => $"out {tier.Signed} t{i}")});
        """);

    private static void WriteColumns(SourceText text, TransformTier tier, string name, string block)
    {
        text.Add($"{tier.Signed} {SourceText.Join(3, i => $"{name}{i} = Column({block}, {i})")};");
        text.Add($"{tier.Signed} {SourceText.Join(2, i => $"{name}{i + 3} = Column({block}, {i + 3})")};");
    }

    private static void WriteReduction(SourceText text) =>
        text.Add($"if (reduce) Reduce({SourceText.Join(Count, i => $"ref s{i}")}, nonNegative: false);");
}
