namespace FlZk.Bn254.Lanes;

/// <summary>How elements of a field lie in the lanes of an instruction tier.</summary>
/// <remarks>
/// A block holds <see cref="Lanes"/> elements as vectors of limbs of <see cref="LimbBits"/> bits, least significant first: limb i of lane l
/// is the 64-bit word i <see cref="Lanes"/> + l. In memory limbs are always carried, below 2^<see cref="LimbBits"/>. The integer that they
/// stand for is lazy: congruent to the element and below a small multiple of the modulus q, which each method states; canonical means below
/// q. It is the same integer as in memory elsewhere, x 2^256 mod q: only its cut into limbs differs. Products come out divided by R =
/// 2^<see cref="RadixBits"/>, so a constant that elements are multiplied with is stored as c R mod q.
/// </remarks>
internal interface ILaneLayout
{
    /// <summary>Elements per block.</summary>
    static abstract int Lanes { get; }

    /// <summary>64-bit words per block.</summary>
    static abstract int BlockLength { get; }

    /// <summary>Bits per limb.</summary>
    static abstract int LimbBits { get; }

    /// <summary>The binary logarithm of R, by which products are divided.</summary>
    static abstract int RadixBits { get; }

    /// <summary>The modulus' most significant limb, by which debug builds judge ranges.</summary>
    static abstract ulong TopLimb { get; }
}
