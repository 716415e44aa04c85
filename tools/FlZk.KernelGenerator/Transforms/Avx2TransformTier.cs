namespace FlZk.KernelGenerator;

/// <summary>Transforms on four AVX2 lanes: products rounded to nearest, columns lifted above zero before they are shifted.</summary>
internal sealed class Avx2TransformTier() : TransformTier("Avx2TransformKernels", "Vector256")
{
    /// <inheritdoc/>
    public override string RowLoop => "for (int half = 2 * columns; half > 0; half--)";

    /// <inheritdoc/>
    public override string OncePerBlock => "if ((half & 1) == 0) ";

    /// <inheritdoc/>
    protected override string Folder => "Avx2";

    /// <inheritdoc/>
    public override void WriteRowStep(SourceText text, bool constants)
    {
        text.Add("nint next = (half & 1) == 0 ? Half : BlockLength - Half;\nx += next;\ny += next;");
        if (constants) text.Add("if ((half & 1) != 0) w += wStep;");
    }

    /// <inheritdoc/>
    public override void WriteScaleLoop(SourceText text, Action<string> product)
    {
        text.Add("AssertBelow(42, blocks[i]);");
        text.Open("for (int half = 0; half < LimbStep; half += Half)");
        text.Add("ulong* block = blocks[i] + half;");
        product("laneConstants[i] + half");
        text.Close();
    }

    /// <inheritdoc/>
    public override void WriteProductLoop(SourceText text, Action product)
    {
        text.Add($"{Signed} mask = {Broadcast("(long)LimbMask")};");
        text.Open("for (int i = 0; i < 2 * count; i++)");
        product();
        text.Add("""
            nint next = (i & 1) == 0 ? Half : BlockLength - Half;
            result += next;
            a += next;
            b += next;
            """);
        text.Close();
    }

    /// <inheritdoc/>
    public override string ToFactor(string limb) => $"LimbToDouble({limb})";

    /// <inheritdoc/>
    public override string LowLimb(string column) => $"LimbToDouble({column}.AsInt64() & mask)";

    /// <inheritdoc/>
    public override void WriteCarriedFactors(SourceText text)
    {
        text.Add($"""
            {Signed} mask = {Broadcast("(long)LimbMask")}, lift = {Broadcast("(long)Lift")};
            {Signed} carriedLift = {Broadcast("(long)(Lift - LiftCarried)")};
            d0 += lift;
            """);
        for (int i = 1; i < 4; i++) text.Add($"d{i} += (d{i - 1} >>> 52) + carriedLift;");
        text.Add($"d4 += (d3 >>> 52) - {Broadcast("(long)LiftCarried")};");
        for (int i = 0; i < 4; i++) text.Add($"{Double} a{i} = {ToFactor($"d{i} & mask")};");
        text.Add($"{Double} a4 = (d4 + {Broadcast("(long)LowBias")}).AsDouble() - {Broadcast("ThreeTimesTwoTo51")};");
    }

    /// <inheritdoc/>
    public override string ConstantStart(int i, int low, int high, int signed)
    {
        string more = i switch
        {
            0 => "Lift",
            1 => "unchecked(0UL - (3 * Q0) - LiftCarried - LowBiasCarried)",
            _ => $"unchecked(0UL - (3 * Q{i - 1}))",
        };
        return $"Biased({low}, {high}, {signed}, {more})";
    }

    /// <inheritdoc/>
    public override string ProductStart(int i, int low, int high)
    {
        string more = i switch
        {
            0 => "Lift",
            < 5 => "Lift - LiftCarried",
            5 => "unchecked(0UL - LiftCarried - LowBiasCarried)",
            _ => "0",
        };
        return $"Biased({low}, {high}, 0, {more})";
    }

    /// <inheritdoc/>
    public override void WriteConstantReduction(SourceText text)
    {
        text.Add($"""
            // u r cancels the low 52 bits of the first column, in which one bias is left.
            {Double} u = LowProduct({LowLimb("p0")}, {Broadcast("(double)NegativeInverse")});
            Accumulate(u, {Broadcast("(double)Q0")}, ref p0, ref p1);
            p1 += p0 >>> 52;
            """);
        WriteModulusProducts(text, 1, 1);
    }

    /// <inheritdoc/>
    public override void WriteProductReduction(SourceText text)
    {
        text.Add($"u = LowProduct({LowLimb("p4")}, {Broadcast("(double)NegativeInverse")});");
        WriteModulusProducts(text, 0, 4);
        text.Add("p5 += p4 >>> 52;");
    }
}
