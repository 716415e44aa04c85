namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>What inner products ask of an instruction tier: vectors of doubles that hold integers exactly.</summary>
/// <typeparam name="TVector">The tier's vector; a plain double for the scalar twin.</typeparam>
internal interface IRealLanes<TVector>
    where TVector : struct
{
    /// <summary>Lanes of a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Loads the vector that begins <paramref name="offset"/> doubles behind <paramref name="source"/>.</summary>
    static abstract TVector Load(ref double source, nuint offset);

    /// <summary>Converts integers to doubles, as many as come in pairs of vectors.</summary>
    /// <param name="source">The integers.</param>
    /// <param name="target">Receives the doubles.</param>
    /// <param name="length">How many there are; those behind the last multiple of twice <see cref="Count"/> are left.</param>
    /// <param name="greatest">The greatest value of a format.</param>
    /// <param name="outside">The bits at and above the format's width: greatest - x, modulo 2^32, has one exactly where x is
    /// outside.</param>
    /// <returns>Whether all that were converted are inside.</returns>
    static abstract bool Convert(ref int source, ref double target, nuint length, int greatest, int outside);

    /// <summary>a b + c, where neither the product nor the sum needs rounding: fused or not makes no difference.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>Adds the sums of four vectors' lanes, each an integer of at most 2^53 in size, to four totals.</summary>
    static abstract void AddSums(TVector a, TVector b, TVector c, TVector d, ref long totals);
}
