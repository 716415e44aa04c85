using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>Random combinations and pairings that tell powers of one tau, and their Lagrange forms, from anything else.</summary>
internal static class PowersOfTauCheck
{
    private const int CoefficientLength = 16;

    // The twist's cofactor is 10069 x 5864401 x larger primes: a sum with random 16-bit coefficients loses a component of order 10069
    // with probability 7 / 2^16 at most, ten of them with 2^-131.
    internal const int MembershipSums = 10;

    public static void Require(PowersOfTau powers, int logSize, Execution execution)
    {
        int size = 1 << logSize;
        CancellationToken cancellation = execution.Cancellation;
        G2Affine[] tau2 = powers.ReadG2(PowersOfTau.TauG2Section, 0, size, cancellation);
        G2Affine tau = size > 1 ? tau2[1] : throw new ArgumentOutOfRangeException(nameof(logSize));
        RequireGenerator(powers, tau, "tau");
        RequireGenerator(powers, powers.BetaG2, "beta");
        if (tau2[0] != G2Affine.Generator) throw Refuse(powers, "tau in G2 does not begin with the generator");

        // Every further power is tau times the one before: e(sum r_i P_i, [tau]2) = e(sum r_i P_(i+1), [1]2).
        G1Affine[] tau1 = powers.ReadG1(
            PowersOfTau.TauG1Section, 0, powers.PresentPowers(PowersOfTau.TauG1Section, 2 * size), cancellation);
        if (tau1[0] != G1Affine.Generator) throw Refuse(powers, "tau in G1 does not begin with the generator");

        // So begins a file that nobody has contributed to: tau, alpha and beta are 1. In the domain tau would annul the quotient.
        if (tau1[size].X == G1Affine.Generator.X)
            throw Refuse(powers, "tau is a root of unity of the circuit's domain, which everybody can find: has nobody contributed?");
        RequirePowers(powers, tau1, tau, "tau in G1", execution);
        G1Affine[] alpha = powers.ReadG1(PowersOfTau.AlphaSection, 0, size, cancellation);
        if (alpha[0].IsInfinity) throw Refuse(powers, "alpha is zero");
        if (alpha[0].X == G1Affine.Generator.X) throw Refuse(powers, "alpha is 1 or -1, which everybody knows");
        RequirePowers(powers, alpha, tau, "alpha tau in G1", execution);
        G1Affine[] beta = powers.ReadG1(PowersOfTau.BetaSection, 0, size, cancellation);
        RequirePowers(powers, beta, tau, "beta tau in G1", execution);
        if (!Same(beta[0], G2Affine.Generator, G1Affine.Generator, powers.BetaG2))
            throw Refuse(powers, "beta differs between G1 and G2");
        if (beta[0].X == G1Affine.Generator.X) throw Refuse(powers, "beta is 1 or -1, which everybody knows");

        // In G2: e([1]1, sum r_i Q_i) = e(sum r_i [tau^i]1, [1]2), the powers in G1 being right. On the twist outside the subgroup the
        // pairing would mean nothing.
        RequireMembers(powers, tau2, "tau in G2", execution);
        Fr[] coefficients = RandomCoefficients(size);
        G2Affine sum2 = MultiScalarMultiplication.Compute(tau2, coefficients, execution);
        G1Affine sum1 = MultiScalarMultiplication.Compute(tau1.AsMemory(0, size), coefficients, execution);
        if (!Same(G1Affine.Generator, sum2, sum1, G2Affine.Generator))
            throw Refuse(powers, "tau in G2 does not hold the powers of tau");

        RequireLagrange(powers, PowersOfTau.TauG1Section, logSize, tau1.AsMemory(0, size), "tau in G1", execution);
        RequireLagrange(powers, PowersOfTau.AlphaSection, logSize, alpha, "alpha tau in G1", execution);
        RequireLagrange(powers, PowersOfTau.BetaSection, logSize, beta, "beta tau in G1", execution);
        if (logSize < EvaluationDomain.MaximumLogSize)
            RequireLagrange(powers, PowersOfTau.TauG1Section, logSize + 1, tau1, "tau in G1", execution);
        if (!powers.HasLagrange(PowersOfTau.TauG2Section, logSize, PointEncoding.G2Length)) return;
        G2Affine[] lagrange2 = powers.Lagrange2(logSize, execution);
        RequireMembers(powers, lagrange2, "the Lagrange form of tau in G2", execution);
        G2Affine inLagrange = MultiScalarMultiplication.Compute(lagrange2, coefficients, execution);
        G2Affine inPowers = MultiScalarMultiplication.Compute(tau2, Transposed(coefficients, logSize), execution);
        if (inLagrange != inPowers)
            throw Refuse(powers, "the Lagrange form of tau in G2 is not that of its powers");
    }

    /// <summary>Whether sum_i k_i Q_i is in G2. It always is when all Q_i are; otherwise the right k hide it.</summary>
    internal static bool IsSumInSubgroup(G2Affine[] points, ushort[] coefficients, Execution execution) =>
        MultiScalarMultiplication.Compute(points, Array.ConvertAll(coefficients, k => Fr.FromUInt64(k)), execution).IsInSubgroup;

    // sum_i r_i L_i = sum_k s_k P_k, where s is the inverse transform of r: the transform's matrix is symmetric. A power that the file
    // lacks counts as infinity, on both sides.
    private static void RequireLagrange(
        PowersOfTau powers, uint section, int logSize, ReadOnlyMemory<G1Affine> monomials, string name, Execution execution)
    {
        if (!powers.HasLagrange(section, logSize, PointEncoding.G1Length)) return;
        G1Affine[] lagrange = powers.Lagrange1(section, logSize, execution);
        Fr[] coefficients = RandomCoefficients(lagrange.Length);
        Fr[] transposed = Transposed(coefficients, logSize);
        if (MultiScalarMultiplication.Compute(lagrange, coefficients, execution)
            != MultiScalarMultiplication.Compute(monomials, transposed.AsMemory(0, monomials.Length), execution))
        {
            throw Refuse(powers, $"the Lagrange form of {name} for {lagrange.Length} points is not that of its powers");
        }
    }

    private static Fr[] Transposed(Fr[] coefficients, int logSize)
    {
        Fr[] transposed = [.. coefficients];
        new EvaluationDomain(logSize).Inverse(transposed);
        return transposed;
    }

    private static void RequirePowers(PowersOfTau powers, G1Affine[] points, G2Affine tau, string name, Execution execution)
    {
        Fr[] coefficients = RandomCoefficients(points.Length - 1);
        G1Affine lower = MultiScalarMultiplication.Compute(points.AsMemory(0, points.Length - 1), coefficients, execution);
        G1Affine upper = MultiScalarMultiplication.Compute(points.AsMemory(1), coefficients, execution);
        if (!Same(lower, tau, upper, G2Affine.Generator)) throw Refuse(powers, $"{name} does not hold the powers of one tau");
    }

    private static void RequireGenerator(PowersOfTau powers, G2Affine point, string name)
    {
        if (point.IsInfinity || !point.IsInSubgroup) throw Refuse(powers, $"{name} in G2 is no generator of G2");
    }

    private static void RequireMembers(PowersOfTau powers, G2Affine[] points, string name, Execution execution)
    {
        var coefficients = new ushort[points.Length];
        for (int sum = 0; sum < MembershipSums; sum++)
        {
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(coefficients.AsSpan()));
            if (!IsSumInSubgroup(points, coefficients, execution)) throw Refuse(powers, $"{name} has points outside the group G2");
        }
    }

    private static bool Same(G1Affine a, G2Affine b, G1Affine c, G2Affine d) => Pairing.ProductIsOne([-a, c], [b, d]);

    private static Fr[] RandomCoefficients(int count)
    {
        var bytes = new byte[CoefficientLength * count];
        RandomNumberGenerator.Fill(bytes);
        var coefficients = new Fr[count];
        for (int i = 0; i < count; i++) coefficients[i] = Fr.ReduceBigEndian(bytes.AsSpan(CoefficientLength * i, CoefficientLength));
        return coefficients;
    }

    private static KeyException Refuse(PowersOfTau powers, string reason) => new($"{powers.Path}: {reason}.");
}
