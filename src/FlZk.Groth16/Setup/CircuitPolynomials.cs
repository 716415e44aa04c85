using System.Numerics;
using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>The polynomials of a circuit's quadratic arithmetic program, evaluated at one point tau.</summary>
/// <param name="DomainSize">n, the number of rows, a power of two.</param>
/// <param name="A">A_s(tau) per wire s.</param>
/// <param name="B">B_s(tau) per wire s.</param>
/// <param name="C">C_s(tau) per wire s.</param>
/// <param name="Quotient">
/// L_(2i+1)(tau) for i below n, L being the Lagrange basis of the domain of size 2n. A B - C vanishes on the even points, so its values on
/// the odd ones and these give (A B - C)(tau) without a division: snarkjs's form of the H points.
/// </param>
internal sealed record CircuitPolynomials(int DomainSize, Fr[] A, Fr[] B, Fr[] C, Fr[] Quotient)
{
    public static CircuitPolynomials Evaluate(ConstraintSystem system, int domainSize, Fr tau)
    {
        var domain = new EvaluationDomain(BitOperations.Log2((uint)domainSize));
        var basis = new Fr[domainSize];
        domain.EvaluateLagrangeBasis(tau, basis);

        var a = new Fr[system.WireCount];
        var b = new Fr[system.WireCount];
        var c = new Fr[system.WireCount];
        system.A.AddWeightedColumns(basis, a);
        system.B.AddWeightedColumns(basis, b);
        system.C.AddWeightedColumns(basis, c);
        for (int wire = 0; wire <= system.PublicCount; wire++) a[wire] += basis[system.ConstraintCount + wire];
        return new CircuitPolynomials(domainSize, a, b, c, OddLagrangeBasis(domain, tau));
    }

    // With g = w_2n and l_i the basis of the domain of size n: L_(2i+1)(tau) = l_i(tau / g) (1 - tau^n) / 2.
    private static Fr[] OddLagrangeBasis(EvaluationDomain domain, Fr tau)
    {
        var basis = new Fr[domain.Size];
        domain.EvaluateLagrangeBasis(tau * domain.CosetShift.Inverse(), basis);
        Fr factor = (Fr.One - tau.Pow([(ulong)domain.Size])) * Fr.FromUInt64(2).Inverse();
        for (int i = 0; i < basis.Length; i++) basis[i] *= factor;
        return basis;
    }
}
