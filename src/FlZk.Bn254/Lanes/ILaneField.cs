using FlZk.Bn254.Fields;

namespace FlZk.Bn254.Lanes;

/// <summary>
/// Arithmetic on several elements of a field at a time, one per lane, with one tier's instructions: the seam that adders are generic over.
/// Implemented by empty structs, so that the compiler specialises its users and calls are direct.
/// </summary>
/// <remarks>Memory is addressed by pointers that the caller keeps in range; blocks are best aligned to 64 bytes.</remarks>
internal unsafe interface ILaneField<TField> : ILaneLayout
    where TField : unmanaged, IField<TField>
{
    /// <summary>
    /// r = a b / R, block by block; r may be a or b. The factors' bounds in units of q multiply to at most 64; the product is below 2q.
    /// </summary>
    static abstract void Multiply(ulong* r, ulong* a, ulong* b, int blocks);

    /// <summary>r = a^2 / R, block by block; r may be a. a is below 8q, the square below 2q.</summary>
    static abstract void Square(ulong* r, ulong* a, int blocks);

    /// <summary>The integer in one lane, below 2^256, as the field element of that integer: Montgomery's factor is not removed.</summary>
    static abstract TField ReadInteger(ulong* block, int lane);

    /// <summary>Sets one lane to a field element's integer, below q; Montgomery's factor is not added.</summary>
    static abstract void WriteInteger(ulong* block, int lane, in TField value);
}
