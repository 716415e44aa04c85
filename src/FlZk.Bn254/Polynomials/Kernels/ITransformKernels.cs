namespace FlZk.Bn254.Polynomials;

/// <summary>What a number-theoretic transform does to blocks of eight elements of Fr, by instruction tier.</summary>
/// <remarks>
/// A block is eight elements, one per lane, as five vectors of eight 64-bit words: word 8 i + l is column i of lane l. Columns are signed
/// and not carried: the element in a lane is x = sum_i c_i 2^(52 i) with |c_i| &lt; 2^61, any residue of the same integer a 2^256 mod r
/// that <see cref="Fr"/> stores. The integer is lazy: |x| &lt; B r, and every method says which B it takes and gives. No sum or difference
/// is ever carried; only what enters a product is, and the columns of the product, below 2^56, are stored as they are.
/// <para>
/// A constant w is expanded: 25 doubles, limb j of W_i = w 2^(52 (i + 1)) mod r at 5 i + j, so that sum_i x_i W_i = w x 2^52 needs six
/// columns instead of ten, and one step of Montgomery's reduction instead of five. The limbs x_0 .. x_3 are below 2^52, x_4 is signed, and
/// W_i &lt; r, so the reduced product lies between -|x_4| 2^-52 r and (5 + |x_4| 2^-52) r; 3r is taken off. With |x| &lt; 42 r, |x_4| 2^-52
/// is below 1/2: every product is below 7/2 r in absolute value.
/// </para>
/// </remarks>
internal unsafe interface ITransformKernels
{
    /// <summary>Block i becomes the eight elements from elements + i step on, canonical: B = 1.</summary>
    /// <param name="elements">Words of <see cref="Fr"/>.</param>
    /// <param name="step">In words.</param>
    /// <param name="blocks">Where to.</param>
    /// <param name="blockStep">In words.</param>
    /// <param name="count">How many blocks.</param>
    static abstract void Load(ulong* elements, nint step, ulong* blocks, nint blockStep, int count);

    /// <summary>Undoes <see cref="Load"/> for blocks with B = 32: the elements are canonical.</summary>
    static abstract void Store(ulong* blocks, nint blockStep, ulong* elements, nint step, int count);

    /// <summary>Lane j of block i of one becomes lane i of block j of the other; all sixteen are given by address.</summary>
    static abstract void Transpose(ulong** from, ulong** to);

    /// <summary>(x, y) becomes (x + w y, x - w y). B grows by 7/2; takes B = 42 - 7/2.</summary>
    static abstract void ForwardButterflies(in ButterflyLoop loop);

    /// <summary>The same with x reduced before: gives B = 9/2, takes B = 42.</summary>
    static abstract void ForwardButterfliesReduced(in ButterflyLoop loop);

    /// <summary>(x, y) becomes (x + y, (y - x) w). B doubles; takes B = 21.</summary>
    static abstract void InverseButterflies(in ButterflyLoop loop);

    /// <summary>The same with x + y reduced: gives B = 7/2.</summary>
    static abstract void InverseButterfliesReduced(in ButterflyLoop loop);

    /// <summary>(x, y) becomes (x + y, x - y). B doubles. The loop's constants are not looked at.</summary>
    static abstract void SumsAndDifferences(in ButterflyLoop loop);

    /// <summary>Block i times a constant in every lane, then lane l times lane l of a second constant. Takes B = 42, gives 7/2.</summary>
    /// <param name="blocks">Addresses.</param>
    /// <param name="constants">An expanded constant per block, or null.</param>
    /// <param name="laneConstants">Eight expanded constants per block, lane l of number k at 8 k + l, or null.</param>
    /// <param name="count">How many blocks.</param>
    static abstract void Scale(ulong** blocks, double** constants, double** laneConstants, int count);

    /// <summary>result = a b 2^-260 mod r, B = 5/4. Takes B = 32. The result may be a factor.</summary>
    static abstract void Multiply(ulong* result, ulong* a, ulong* b, int count);

    /// <summary>Makes every element canonical and its limbs carried. Takes B = 32.</summary>
    static abstract void Canonicalise(ulong* blocks, int count);
}
