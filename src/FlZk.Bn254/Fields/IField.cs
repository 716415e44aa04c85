namespace FlZk.Bn254.Fields;

/// <summary>What curve arithmetic needs of a coordinate field, so that G1 and G2 share one implementation specialised per field.</summary>
internal interface IField<TSelf>
    where TSelf : unmanaged, IField<TSelf>
{
    static abstract TSelf One { get; }

    bool IsZero { get; }

    static abstract TSelf operator +(in TSelf a, in TSelf b);

    static abstract TSelf operator -(in TSelf a, in TSelf b);

    static abstract TSelf operator -(in TSelf a);

    static abstract TSelf operator *(in TSelf a, in TSelf b);

    static abstract bool operator ==(in TSelf a, in TSelf b);

    static abstract bool operator !=(in TSelf a, in TSelf b);

    /// <summary>The sum, written to where it belongs without a copy; the result may be an operand. So for the next three.</summary>
    static abstract void Add(in TSelf a, in TSelf b, out TSelf result);

    static abstract void Subtract(in TSelf a, in TSelf b, out TSelf result);

    static abstract void Multiply(in TSelf a, in TSelf b, out TSelf result);

    static abstract void Square(in TSelf a, out TSelf result);

    /// <summary>The opposite if <paramref name="mask"/> is all ones, the same if it is zero; no branch: signs are random.</summary>
    static abstract void NegateIf(ulong mask, in TSelf a, out TSelf result);

    TSelf Square();

    TSelf Double();

    TSelf Inverse();
}
