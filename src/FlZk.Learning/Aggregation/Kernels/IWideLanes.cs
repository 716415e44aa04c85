namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>A vector unit's widening 32-bit arithmetic. One vector of 32-bit values has its products in two vectors of 64-bit sums, its
/// halves: which values stand in which half is the unit's own affair until they are put in order.</summary>
/// <typeparam name="TInt">A vector of 32-bit lanes.</typeparam>
/// <typeparam name="TLong">A vector of half as many 64-bit lanes.</typeparam>
internal interface IWideLanes<TInt, TLong>
    where TInt : struct
    where TLong : struct
{
    /// <summary>The unit's name: "AVX-512".</summary>
    static abstract string Name { get; }

    /// <summary>32-bit lanes of one vector.</summary>
    static abstract int Count { get; }

    /// <summary>One value in every lane.</summary>
    static abstract TInt Broadcast(int value);

    /// <summary>From lane to lane one more.</summary>
    static abstract TInt Ascending(int first);

    /// <summary>Lanes of two vectors, those of the second counted on after those of the first.</summary>
    /// <param name="first">The first vector.</param>
    /// <param name="second">The second vector.</param>
    /// <param name="indices">For each lane of the result which one to take, from 0 to below twice <see cref="Count"/>.</param>
    static abstract TInt Select(TInt first, TInt second, TInt indices);

    /// <summary>Loads <see cref="Count"/> values.</summary>
    static abstract TInt Load(ref int source, nuint index);

    /// <summary>Loads half as many sums.</summary>
    static abstract TLong Load(ref long source, nuint index);

    /// <summary>Stores half a vector of sums.</summary>
    static abstract void Store(TLong value, ref long target, nuint index);

    /// <summary>Stores <see cref="Count"/> values.</summary>
    static abstract void Store(TInt value, ref int target, nuint index);

    /// <summary>Stores <see cref="Count"/> values without reading or keeping the line of the cache; the address is a multiple of the
    /// vector's size.</summary>
    static abstract unsafe void StorePastCaches(TInt value, int* target);

    /// <summary>Lane by lane seen | (greatest - a) | (greatest - b), in which bits gather that a value outside a range of a power of two
    /// sets.</summary>
    static abstract TInt OrDifferences(TInt seen, TInt greatest, TInt a, TInt b);

    /// <summary>Bit by bit a | b.</summary>
    static abstract TInt Or(TInt a, TInt b);

    /// <summary>Whether any lane has a bit of the mask.</summary>
    static abstract bool AnyBit(TInt value, TInt mask);

    /// <summary>sum + x w of the first half of x's lanes; w is the same in all lanes.</summary>
    static abstract TLong MultiplyAddFirst(TLong sum, TInt x, TInt w);

    /// <summary>sum + x w of the second half of x's lanes; w is the same in all lanes.</summary>
    static abstract TLong MultiplyAddSecond(TLong sum, TInt x, TInt w);

    /// <summary>Lane by lane (x k + 2^29) >> 30, where that fits 32 bits; k is the same in all lanes.</summary>
    static abstract TInt Scale(TInt x, TInt k);

    /// <summary>Both halves of <see cref="Count"/> sums in the order of the values they came from.</summary>
    static abstract (TLong Low, TLong High) InOrder(TLong first, TLong second);

    /// <summary>floor((s + floor(W/2)) / W) of both halves in the order of the values they came from; see <see cref="RoundedQuotient"/> on
    /// why that is exact.</summary>
    /// <param name="first">The first half of the sums.</param>
    /// <param name="second">The second half of the sums.</param>
    /// <param name="half">floor(W/2) added to the bits of <see cref="RoundedQuotient.Shift"/>.</param>
    /// <param name="reciprocal">1 / W.</param>
    static abstract TInt Quotients(TLong first, TLong second, long half, double reciprocal);
}
