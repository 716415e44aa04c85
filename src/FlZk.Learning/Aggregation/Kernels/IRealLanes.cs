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

    /// <summary>Converts a vector of integers, <paramref name="offset"/> behind both addresses, to doubles.</summary>
    static abstract void Convert(ref int source, ref double target, nuint offset);

    /// <summary>a b + c, where neither the product nor the sum needs rounding: fused or not makes no difference.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>The sum of the lanes, each an integer of at most 2^53 in size.</summary>
    static abstract long Sum(TVector a);
}
