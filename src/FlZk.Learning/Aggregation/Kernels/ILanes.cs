namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>What the kernels over columns ask of an instruction tier: vectors of 32-bit integers, one column in each lane.</summary>
/// <typeparam name="TVector">The tier's vector; a plain int for the scalar twin.</typeparam>
internal interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Lanes of a vector.</summary>
    static abstract int Count { get; }

    /// <summary>The same integer in every lane.</summary>
    static abstract TVector Broadcast(int value);

    /// <summary>Loads the vector that begins <paramref name="offset"/> integers behind <paramref name="source"/>.</summary>
    static abstract TVector Load(ref int source, nuint offset);

    /// <summary>As <see cref="Load"/>, and has what lies <paramref name="ahead"/> integers further fetched into the cache.</summary>
    static abstract TVector LoadAhead(ref int source, nuint offset, int ahead);

    /// <summary>Stores a vector <paramref name="offset"/> integers behind <paramref name="target"/>.</summary>
    static abstract void Store(TVector vector, ref int target, nuint offset);

    /// <summary>The smaller of each lane.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>The greater of each lane.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>a + b modulo 2^32.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a - b modulo 2^32.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>floor(a / 2^bits).</summary>
    static abstract TVector ShiftRight(TVector a, int bits);

    /// <summary>Bits of both.</summary>
    static abstract TVector And(TVector a, TVector b);
}
