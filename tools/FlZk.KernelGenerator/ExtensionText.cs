namespace FlZk.KernelGenerator;

/// <summary>What the extension kernels of both tiers share: signatures, loops and assertions.</summary>
internal static class ExtensionText
{
    private const string Attribute = "[MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]";

    /// <summary>r = (a b + c d) / R.</summary>
    public static void WriteMultiplyAdd(SourceText text, string type, string setup, Action body)
    {
        text.Add($"""
            /// <inheritdoc/>
            {Attribute}
            """);
        text.Open("public static void MultiplyAdd(ulong* r, ulong* a, ulong* b, ulong* c, ulong* d, int blocks)");
        text.Add($"""
            LaneAssertions.Product<{type}>(a, b, blocks, 32);
            LaneAssertions.Product<{type}>(c, d, blocks, 32);
            {setup}
            """);
        text.Open("for (int block = 0; block < blocks; block++)");
        body();
        text.Add("""

            r += BlockWords;
            a += BlockWords;
            b += BlockWords;
            c += BlockWords;
            d += BlockWords;
            """);
        text.Close();
        text.Close();
    }

    /// <summary>r = a + b.</summary>
    public static void WriteAdd(SourceText text, string setup, Action body) => WriteLoop(text, "Add", twoOperands: true, setup, body);

    /// <summary>r = a - b + 2p.</summary>
    public static void WriteSubtract(SourceText text, string setup, Action body) =>
        WriteLoop(text, "Subtract", twoOperands: true, setup, body);

    /// <summary>r = a mod p.</summary>
    public static void WriteReduce(SourceText text, string setup, Action body) =>
        WriteLoop(text, "Reduce", twoOperands: false, setup, body);

    private static void WriteLoop(SourceText text, string name, bool twoOperands, string setup, Action body)
    {
        text.Add($"""

            /// <inheritdoc/>
            {Attribute}
            """);
        text.Open($"public static void {name}(ulong* r, ulong* a, {(twoOperands ? "ulong* b, " : "")}int blocks)");
        if (setup.Length != 0) text.Add(setup);
        string second = twoOperands ? ", b += BlockWords" : "";
        text.Open($"for (int block = 0; block < blocks; block++, r += BlockWords, a += BlockWords{second})");
        body();
        text.Close();
        text.Close();
    }
}
