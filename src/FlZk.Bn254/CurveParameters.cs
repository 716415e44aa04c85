using System.Numerics;

namespace FlZk.Bn254;

/// <summary>
/// BN254, also called alt_bn128 or bn128: the pairing-friendly curve of EIP-196, EIP-197, circom and snarkjs
/// (Barreto and Naehrig, SAC 2005).
/// </summary>
/// <remarks>
/// <para>Seed: x = 4965661367192848881.</para>
/// <para>Base field Fp: p = 36x^4 + 36x^3 + 24x^2 + 6x + 1, 254 bits, p = 3 mod 4.</para>
/// <para>Scalar field Fr: r = 36x^4 + 36x^3 + 18x^2 + 6x + 1, 254 bits, r - 1 divisible by 2^28.</para>
/// <para>G1: y^2 = x^3 + 3 over Fp, of prime order r; generator (1, 2).</para>
/// <para>G2: the subgroup of order r of the sextic D-twist y^2 = x^3 + 3 / (9 + u) over Fp2, cofactor 2p - r.</para>
/// <para>Tower: Fp2 = Fp[u] / (u^2 + 1), Fp6 = Fp2[v] / (v^3 - (9 + u)), Fp12 = Fp6[w] / (w^2 - v).</para>
/// <para>Pairing: optimal ate, loop 6x + 2; final exponent 2x(6x^2 + 3x + 1) (p^12 - 1) / r, as in snarkjs.</para>
/// <para>Security: about 100 bits against the best known attack, the special extended tower number field sieve in Fp12 (Kim and Barbulescu,
/// CRYPTO 2016; Barbulescu and Duquesne, J. Cryptology 2019), less than the 128 once expected; about 127 bits against generic attacks on
/// discrete logarithms in G1.</para>
/// <para>Side channels: addition, subtraction and multiplication in the fields neither branch nor index memory by the values. Everything
/// else may take time that depends on its input: inversion, roots, powers, decimal text, scalar multiplication, multi-scalar
/// multiplication, hashing to the curve and pairings. Use it where nobody can time single operations on secrets.</para>
/// </remarks>
public static class CurveParameters
{
    /// <summary>x, the integer that p and r are polynomials of.</summary>
    public const ulong Seed = 4965661367192848881UL;

    /// <summary>(#twist) / r = 2p - r: multiplying a point of the twist by it leads into G2.</summary>
    public static BigInteger TwistCofactor => (2 * Fp.Modulus) - Fr.Modulus;
}
