namespace FlZk.Bn254.Lanes;

/// <summary>What arithmetic in the quadratic extension of Fp needs of a tier beyond arithmetic in Fp.</summary>
internal unsafe interface ILaneExtension : ILaneChord<Fp>
{
    /// <summary>
    /// r = (a b + c d) / R, block by block, with one reduction; r may be a factor. The factors' bounds in units of p multiply to at most 64
    /// in all; the result is below 2p.
    /// </summary>
    static abstract void MultiplyAdd(ulong* r, ulong* a, ulong* b, ulong* c, ulong* d, int blocks);

    /// <summary>r = a + b, not reduced; r may be an operand.</summary>
    static abstract void Add(ulong* r, ulong* a, ulong* b, int blocks);

    /// <summary>r = a - b + 2p for b of at most 2p; r may be an operand.</summary>
    static abstract void Subtract(ulong* r, ulong* a, ulong* b, int blocks);

    /// <summary>r = a mod p for a below 64p; r may be a.</summary>
    static abstract void Reduce(ulong* r, ulong* a, int blocks);
}
