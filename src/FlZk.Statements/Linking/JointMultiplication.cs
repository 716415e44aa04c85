using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>a P + b Q for many pairs of points and few pairs of scalars: one chain of doublings for both
/// (Straus, with non-adjacent forms).</summary>
internal sealed class JointMultiplication
{
    private readonly sbyte[] _first;
    private readonly sbyte[] _second;

    /// <summary>Prepares the digits of <paramref name="a"/> and <paramref name="b"/>.</summary>
    public JointMultiplication(Fr a, Fr b)
    {
        _first = NonAdjacentForm(a);
        _second = NonAdjacentForm(b);
    }

    /// <summary>a P + b Q.</summary>
    public G1Jacobian Multiply(in G1Affine p, in G1Affine q)
    {
        G1Affine minusP = -p, minusQ = -q;
        G1Jacobian sum = G1Jacobian.Infinity;
        for (int i = _first.Length - 1; i >= 0; i--)
        {
            sum = sum.Double();
            if (_first[i] != 0) sum = sum.AddMixed(_first[i] > 0 ? p : minusP);
            if (_second[i] != 0) sum = sum.AddMixed(_second[i] > 0 ? q : minusQ);
        }

        return sum;
    }

    /// <summary>Digits in {-1, 0, 1}, least significant first, no two neighbours non-zero; 257 of them.</summary>
    private static sbyte[] NonAdjacentForm(Fr value)
    {
        Span<byte> bytes = stackalloc byte[33];
        value.WriteLittleEndian(bytes);
        var digits = new sbyte[257];
        int carry = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int low = Bit(bytes, i) + carry;
            int next = Bit(bytes, i + 1);
            digits[i] = (sbyte)((low & 1) == 0 ? 0 : next == 0 ? 1 : -1);
            carry = (low - digits[i]) >> 1;
        }

        return digits;
    }

    private static int Bit(ReadOnlySpan<byte> bytes, int index) => index >= 8 * bytes.Length ? 0 : (bytes[index >> 3] >> (index & 7)) & 1;
}
