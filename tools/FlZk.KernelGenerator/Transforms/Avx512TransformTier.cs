namespace FlZk.KernelGenerator;

/// <summary>Transforms on eight AVX-512 lanes: products rounded towards zero, arithmetic shifts.</summary>
internal sealed class Avx512TransformTier() : TransformTier("Avx512TransformKernels", "Vector512")
{
    /// <inheritdoc/>
    public override string RowLoop => "for (int column = columns; column > 0; column--)";

    /// <inheritdoc/>
    public override string OncePerBlock => "";

    /// <inheritdoc/>
    protected override string Folder => "Avx512";

    /// <inheritdoc/>
    public override void WriteRowStep(SourceText text, bool constants)
    {
        text.Add("x += BlockLength;\ny += BlockLength;");
        if (constants) text.Add("w += wStep;");
    }

    /// <inheritdoc/>
    public override void WriteScaleLoop(SourceText text, Action<string> product)
    {
        text.Add("ulong* block = blocks[i];\nAssertBelow(42, block);");
        product("laneConstants[i]");
    }

    /// <inheritdoc/>
    public override void WriteProductLoop(SourceText text, Action product)
    {
        text.Add($"{Unsigned} mask = {Broadcast("LimbMask")};");
        text.Open("for (int i = 0; i < count; i++)");
        text.Add("AssertBelow(32, a);\nAssertBelow(32, b);");
        product();
        text.Add("result += BlockLength;\na += BlockLength;\nb += BlockLength;");
        text.Close();
    }

    /// <inheritdoc/>
    public override string ToFactor(string limb) => $"ToDouble({limb})";

    /// <inheritdoc/>
    public override string LowLimb(string column) => $"ToDouble(({column} & mask).AsInt64())";

    /// <inheritdoc/>
    public override void WriteCarriedFactors(SourceText text)
    {
        text.Add($"{Signed} mask = {Broadcast("(long)LimbMask")};");
        for (int i = 1; i < 5; i++) text.Add($"d{i} += d{i - 1} >> 52;");
        for (int i = 0; i < 4; i++) text.Add($"{Double} a{i} = {ToFactor($"d{i} & mask")};");
        text.Add($"{Double} a4 = {ToFactor("d4")};");
    }

    /// <inheritdoc/>
    public override string ConstantStart(int i, int low, int high, int signed) =>
        $"Biased({low}, {high}, {signed}, {(i == 0 ? "0" : $"3 * Q{i - 1}")})";

    /// <inheritdoc/>
    public override string ProductStart(int i, int low, int high) => $"Biased({low}, {high}, 0, 0)";

    /// <inheritdoc/>
    public override void WriteConstantReduction(SourceText text)
    {
        text.Add($"""
            // u r cancels the low 52 bits of the first column: what remains of the column is rounded up.
            {Unsigned} limbs = mask.AsUInt64();
            {Double} u = ToDouble((p0 & limbs).AsInt64());
            """);
        WriteQuotient(text, "p0", "p1", "limbs");
        WriteModulusProducts(text, 1, 1);
    }

    /// <inheritdoc/>
    public override void WriteProductReduction(SourceText text)
    {
        text.Add($"u = {LowLimb("p4")};");
        WriteQuotient(text, "p4", "p5", "mask");
        WriteModulusProducts(text, 1, 5);
    }

    private void WriteQuotient(SourceText text, string column, string next, string mask) => text.Add($"""
        u = ToDouble((LowProduct(u, {Broadcast("(double)NegativeInverse")}) & {mask}).AsInt64());
        {next} += ({column} + {mask}) >>> 52;
        {next} += HighProduct(u, {Broadcast("(double)Q0")});
        """);
}
