using System.Numerics;
using System.Runtime.CompilerServices;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254;

/// <summary>
/// An element of the scalar field of BN254, the integers modulo the order of its groups,
/// r = 21888242871839275222246405745257275088548364400416034343698204186575808495617.
/// </summary>
/// <remarks>
/// 32 bytes in memory: four little-endian 64-bit limbs of the Montgomery form a 2^256 mod r, always below r, so bitwise equality is
/// equality. <c>default</c> is zero. Inversion, roots, powers and conversions take time that depends on the value.
/// </remarks>
public readonly partial struct Fr : IEquatable<Fr>, IField<Fr>
{
    /// <summary>The length of every 32-byte encoding.</summary>
    public const int ByteLength = 32;

    private readonly Limbs _limbs;

    internal Fr(in Limbs montgomery) => _limbs = montgomery;

    /// <summary>The additive identity.</summary>
    public static Fr Zero => default;

    /// <summary>The multiplicative identity.</summary>
    public static Fr One => new(FrModulus.R);

    /// <summary>The order of the field.</summary>
    public static BigInteger Modulus { get; } = FieldEncoding<FrModulus>.ModulusAsBigInteger;

    /// <summary>Whether this is the additive identity.</summary>
    public bool IsZero => _limbs.IsZero;

    /// <summary>Whether this is the multiplicative identity.</summary>
    public bool IsOne => this == One;

    internal Limbs Montgomery => _limbs;

    /// <summary>The sum.</summary>
    public static Fr operator +(in Fr a, in Fr b)
    {
        Add(a, b, out Fr result);
        return result;
    }

    /// <summary>The difference.</summary>
    public static Fr operator -(in Fr a, in Fr b)
    {
        Subtract(a, b, out Fr result);
        return result;
    }

    /// <summary>The additive inverse.</summary>
    public static Fr operator -(in Fr a) => default(Fr) - a;

    /// <summary>The product.</summary>
    public static Fr operator *(in Fr a, in Fr b)
    {
        Multiply(a, b, out Fr result);
        return result;
    }

    /// <summary>Equality of elements.</summary>
    public static bool operator ==(in Fr a, in Fr b) =>
        ((a._limbs.L0 ^ b._limbs.L0) | (a._limbs.L1 ^ b._limbs.L1) | (a._limbs.L2 ^ b._limbs.L2) | (a._limbs.L3 ^ b._limbs.L3)) == 0;

    /// <summary>Inequality of elements.</summary>
    public static bool operator !=(in Fr a, in Fr b) => !(a == b);

    /// <summary>Replaces every non-zero value by its inverse, with one inversion for all; zeros stay zero.</summary>
    /// <param name="values">The values, changed in place.</param>
    public static void BatchInverse(Span<Fr> values) => BatchInversion.Invert(values);

    /// <summary>This element times itself.</summary>
    public Fr Square() => this * this;

    /// <summary>Twice this element.</summary>
    public Fr Double() => this + this;

    /// <summary>The multiplicative inverse; the inverse of zero is zero. Not constant-time.</summary>
    public Fr Inverse() => new(Montgomery<FrModulus>.Inverse(_limbs));

    /// <summary>This element to the power of an unsigned integer; 0^0 is 1. Time depends on the exponent.</summary>
    /// <param name="littleEndianExponent">64-bit limbs of the exponent, least significant first; need not be reduced.</param>
    public Fr Pow(ReadOnlySpan<ulong> littleEndianExponent) => new(Montgomery<FrModulus>.Power(_limbs, littleEndianExponent));

    /// <inheritdoc/>
    public bool Equals(Fr other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Fr other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_limbs.L0, _limbs.L1, _limbs.L2, _limbs.L3);

    static void IField<Fr>.Add(in Fr a, in Fr b, out Fr result) => Add(a, b, out result);

    static void IField<Fr>.Subtract(in Fr a, in Fr b, out Fr result) => Subtract(a, b, out result);

    static void IField<Fr>.Multiply(in Fr a, in Fr b, out Fr result) => Multiply(a, b, out result);

    static void IField<Fr>.Square(in Fr a, out Fr result) => Multiply(a, a, out result);

    static void IField<Fr>.NegateIf(ulong mask, in Fr a, out Fr result)
    {
        Unsafe.SkipInit(out result);
        Montgomery<FrModulus>.NegateIf(mask, a._limbs, out Unsafe.As<Fr, Limbs>(ref result));
    }

    /// <summary>The sum, written to where it belongs; the result may be an operand.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Add(in Fr a, in Fr b, out Fr result)
    {
        Unsafe.SkipInit(out result);
        Montgomery<FrModulus>.Add(a._limbs, b._limbs, out Unsafe.As<Fr, Limbs>(ref result));
    }

    /// <summary>The difference, written to where it belongs; the result may be an operand.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Subtract(in Fr a, in Fr b, out Fr result)
    {
        Unsafe.SkipInit(out result);
        Montgomery<FrModulus>.Subtract(a._limbs, b._limbs, out Unsafe.As<Fr, Limbs>(ref result));
    }

    /// <summary>The product, written to where it belongs; the result may be an operand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Multiply(in Fr a, in Fr b, out Fr result)
    {
        Unsafe.SkipInit(out result);
        Montgomery<FrModulus>.Multiply(a._limbs, b._limbs, out Unsafe.As<Fr, Limbs>(ref result));
    }
}
