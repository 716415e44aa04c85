using System.Numerics;
using System.Runtime.CompilerServices;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254;

/// <summary>
/// An element of the base field of BN254, the integers modulo
/// p = 21888242871839275222246405745257275088696311157297823662689037894645226208583.
/// </summary>
/// <remarks>
/// 32 bytes in memory: four little-endian 64-bit limbs of the Montgomery form a 2^256 mod p, always below p, so bitwise equality is
/// equality. <c>default</c> is zero. Inversion, roots, powers and conversions take time that depends on the value.
/// </remarks>
public readonly partial struct Fp : IEquatable<Fp>, IField<Fp>
{
    /// <summary>The length of every 32-byte encoding.</summary>
    public const int ByteLength = 32;

    private readonly Limbs _limbs;

    internal Fp(in Limbs montgomery) => _limbs = montgomery;

    /// <summary>The additive identity.</summary>
    public static Fp Zero => default;

    /// <summary>The multiplicative identity.</summary>
    public static Fp One => new(FpModulus.R);

    /// <summary>The order of the field.</summary>
    public static BigInteger Modulus { get; } = FieldEncoding<FpModulus>.ModulusAsBigInteger;

    /// <summary>Whether this is the additive identity.</summary>
    public bool IsZero => _limbs.IsZero;

    /// <summary>Whether this is the multiplicative identity.</summary>
    public bool IsOne => this == One;

    internal Limbs Montgomery => _limbs;

    /// <summary>The sum.</summary>
    public static Fp operator +(in Fp a, in Fp b)
    {
        Add(a, b, out Fp result);
        return result;
    }

    /// <summary>The difference.</summary>
    public static Fp operator -(in Fp a, in Fp b)
    {
        Subtract(a, b, out Fp result);
        return result;
    }

    /// <summary>The additive inverse.</summary>
    public static Fp operator -(in Fp a) => default(Fp) - a;

    /// <summary>The product.</summary>
    public static Fp operator *(in Fp a, in Fp b)
    {
        Multiply(a, b, out Fp result);
        return result;
    }

    /// <summary>Equality of elements.</summary>
    public static bool operator ==(in Fp a, in Fp b) =>
        ((a._limbs.L0 ^ b._limbs.L0) | (a._limbs.L1 ^ b._limbs.L1) | (a._limbs.L2 ^ b._limbs.L2) | (a._limbs.L3 ^ b._limbs.L3)) == 0;

    /// <summary>Inequality of elements.</summary>
    public static bool operator !=(in Fp a, in Fp b) => !(a == b);

    /// <summary>Replaces every non-zero value by its inverse, with one inversion for all; zeros stay zero.</summary>
    /// <param name="values">The values, changed in place.</param>
    public static void BatchInverse(Span<Fp> values) => BatchInversion.Invert(values);

    /// <summary>This element times itself.</summary>
    public Fp Square() => this * this;

    /// <summary>Twice this element.</summary>
    public Fp Double() => this + this;

    /// <summary>The multiplicative inverse; the inverse of zero is zero. Not constant-time.</summary>
    public Fp Inverse() => new(Montgomery<FpModulus>.Inverse(_limbs));

    /// <summary>This element to the power of an unsigned integer; 0^0 is 1. Time depends on the exponent.</summary>
    /// <param name="littleEndianExponent">64-bit limbs of the exponent, least significant first; need not be reduced.</param>
    public Fp Pow(ReadOnlySpan<ulong> littleEndianExponent) => new(Montgomery<FpModulus>.Power(_limbs, littleEndianExponent));

    /// <inheritdoc/>
    public bool Equals(Fp other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Fp other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_limbs.L0, _limbs.L1, _limbs.L2, _limbs.L3);

    static void IField<Fp>.Add(in Fp a, in Fp b, out Fp result) => Add(a, b, out result);

    static void IField<Fp>.Subtract(in Fp a, in Fp b, out Fp result) => Subtract(a, b, out result);

    static void IField<Fp>.Multiply(in Fp a, in Fp b, out Fp result) => Multiply(a, b, out result);

    static void IField<Fp>.Square(in Fp a, out Fp result) => Multiply(a, a, out result);

    static void IField<Fp>.NegateIf(ulong mask, in Fp a, out Fp result) => NegateIf(mask, a, out result);

    /// <summary>The sum, written to where it belongs; the result may be an operand.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Add(in Fp a, in Fp b, out Fp result)
    {
        Unsafe.SkipInit(out result);
        Montgomery<FpModulus>.Add(a._limbs, b._limbs, out Unsafe.As<Fp, Limbs>(ref result));
    }

    /// <summary>The difference, written to where it belongs; the result may be an operand.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Subtract(in Fp a, in Fp b, out Fp result)
    {
        Unsafe.SkipInit(out result);
        Montgomery<FpModulus>.Subtract(a._limbs, b._limbs, out Unsafe.As<Fp, Limbs>(ref result));
    }

    /// <summary>The product, written to where it belongs; the result may be an operand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Multiply(in Fp a, in Fp b, out Fp result)
    {
        Unsafe.SkipInit(out result);
        Montgomery<FpModulus>.Multiply(a._limbs, b._limbs, out Unsafe.As<Fp, Limbs>(ref result));
    }

    /// <summary>The opposite or the same, by a mask of all ones or zero; the result may be the operand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void NegateIf(ulong mask, in Fp a, out Fp result)
    {
        Unsafe.SkipInit(out result);
        Montgomery<FpModulus>.NegateIf(mask, a._limbs, out Unsafe.As<Fp, Limbs>(ref result));
    }
}
