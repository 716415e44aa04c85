using FlZk.Bn254.Fields;

namespace FlZk.Bn254.Curves;

/// <summary>Membership of G2 among the points of the twist.</summary>
internal static class SubgroupCheck
{
    /// <summary>The curve's seed x.</summary>
    private const ulong Seed = CurveParameters.Seed;

    /// <summary>
    /// Whether [x+1]Q + psi([x]Q) + psi^2([x]Q) = psi^3([2x]Q), where psi is the Frobenius endomorphism carried to the twist. For BN254
    /// this holds on the twist exactly for the points of order dividing r: El Housni, Guillevic, Piellard, "Co-factor clearing and subgroup
    /// membership testing on pairing-friendly curves", AFRICACRYPT 2022. A quarter of the cost of multiplying by r.
    /// </summary>
    /// <param name="point">A point of the twist.</param>
    public static bool IsInG2(in AffinePoint<Fp2> point)
    {
        if (point.IsInfinity) return true;
        JacobianPoint<Fp2> multiple = ScalarMultiplication.Multiply(new JacobianPoint<Fp2>(point), new Limbs(Seed, 0, 0, 0));
        JacobianPoint<Fp2> once = Psi(multiple);
        JacobianPoint<Fp2> twice = Psi(once);
        JacobianPoint<Fp2> left = multiple.Add(point).Add(once).Add(twice);
        return left.Equals(Psi(twice).Double());
    }

    private static JacobianPoint<Fp2> Psi(in JacobianPoint<Fp2> point) => new(
        point.X.Conjugate() * TwistConstants.PsiX,
        point.Y.Conjugate() * TwistConstants.PsiY,
        point.Z.Conjugate());
}
