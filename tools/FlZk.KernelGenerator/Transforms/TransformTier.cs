namespace FlZk.KernelGenerator;

/// <summary>
/// What the kernels of transforms say differently from one instruction tier to another. On both a block is five columns of eight lanes.
/// </summary>
/// <param name="type">The type of the kernels.</param>
/// <param name="vector">The type of a vector, without its elements.</param>
internal abstract class TransformTier(string type, string vector)
{
    /// <summary>The kernels of eight lanes.</summary>
    public static TransformTier Avx512 { get; } = new Avx512TransformTier();

    /// <summary>The kernels of four lanes, half a block at a time.</summary>
    public static TransformTier Avx2 { get; } = new Avx2TransformTier();

    /// <summary>The type of the kernels.</summary>
    public string Type => type;

    /// <summary>Vectors of columns.</summary>
    public string Signed => vector + "<long>";

    /// <summary>Vectors of columns of a product.</summary>
    public string Unsigned => vector + "<ulong>";

    /// <summary>Vectors of limbs as factors.</summary>
    public string Double => vector + "<double>";

    /// <summary>Where the file of some kernels lies.</summary>
    /// <param name="kernels">Their name, such as Butterflies.</param>
    public string Path(string kernels) => $"src/FlZk.Bn254/Polynomials/Kernels/{Folder}/{type}.{kernels}.cs";

    /// <summary>A constant in every lane.</summary>
    public string Broadcast(string value) => $"{vector}.Create({value})";

    /// <summary>The head of a loop over the blocks, or half blocks, of a row of butterflies.</summary>
    public abstract string RowLoop { get; }

    /// <summary>Before an assertion about whole blocks inside <see cref="RowLoop"/>.</summary>
    public abstract string OncePerBlock { get; }

    /// <summary>Ends <see cref="RowLoop"/>: from this block, or half, to the next.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="constants">Whether the constants w move on with the blocks.</param>
    public abstract void WriteRowStep(SourceText text, bool constants);

    /// <summary>The statements that multiply one block by its constants, between loads and stores that do the same on both tiers.</summary>
    public abstract void WriteScaleLoop(SourceText text, Action<string> product);

    /// <summary>The loop of Multiply around a product.</summary>
    public abstract void WriteProductLoop(SourceText text, Action product);

    /// <summary>A limb, as a factor, that is known to lie between 0 and 2^52.</summary>
    public abstract string ToFactor(string limb);

    /// <summary>The lowest 52 bits of a column of a product, as a factor.</summary>
    public abstract string LowLimb(string column);

    /// <summary>Declares a0 .. a4, the carried limbs of d0 .. d4, as factors, the last one signed.</summary>
    public abstract void WriteCarriedFactors(SourceText text);

    /// <summary>What column i of a product by a constant starts from; 3r is taken off.</summary>
    public abstract string ConstantStart(int i, int low, int high, int signed);

    /// <summary>What column i of a product of two blocks starts from.</summary>
    public abstract string ProductStart(int i, int low, int high);

    /// <summary>Cancels p0 of a product by a constant; p1 .. p5 remain.</summary>
    public abstract void WriteConstantReduction(SourceText text);

    /// <summary>Cancels p4 of a product of two blocks by Montgomery's quotient; p5 .. p9 remain.</summary>
    public abstract void WriteProductReduction(SourceText text);

    /// <summary>The folder of the tier's kernels.</summary>
    protected abstract string Folder { get; }

    /// <summary>Adds u times the limbs of r from the given one on to the columns from <paramref name="column"/> on.</summary>
    protected void WriteModulusProducts(SourceText text, int limb, int column)
    {
        for (int i = limb; i < 5; i++)
        {
            int at = column + i - limb;
            text.Add($"Accumulate(u, {Broadcast($"(double)Q{i}")}, ref p{at}, ref p{at + 1});");
        }
    }
}
