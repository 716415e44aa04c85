using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254.MultiScalar;

/// <summary>A scalar k as k0 + k1 lambda in signed digits of five bits, zero or odd, least significant first.</summary>
internal sealed class CommonScalarDigits
{
    private const int Room = 257;

    private readonly sbyte[] _first = new sbyte[Room];
    private readonly sbyte[] _second = new sbyte[Room];

    public CommonScalarDigits(Fr scalar)
    {
        (Fr k0, Fr k1) = Endomorphism.Split(scalar);
        Length = Math.Max(Write(k0, _first), Write(k1, _second));
    }

    /// <summary>The number of digits: about 128.</summary>
    public int Length { get; }

    /// <summary>The digits of k0, from -15 to 15.</summary>
    public ReadOnlySpan<sbyte> First => _first;

    /// <summary>The digits of k1.</summary>
    public ReadOnlySpan<sbyte> Second => _second;

    /// <summary>Overwrites the digits.</summary>
    public void Forget()
    {
        Array.Clear(_first);
        Array.Clear(_second);
    }

    // Of a value and its opposite the shorter one is written.
    private static int Write(Fr value, Span<sbyte> digits)
    {
        Limbs limbs = value.ToCanonical(), opposite = (-value).ToCanonical();
        if (!opposite.IsBelow(limbs)) return ScalarMultiplication.NonAdjacentForm(limbs, digits);
        int length = ScalarMultiplication.NonAdjacentForm(opposite, digits);
        foreach (ref sbyte digit in digits[..length]) digit = (sbyte)-digit;
        return length;
    }
}
