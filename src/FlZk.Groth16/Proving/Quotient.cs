using System.Numerics;
using System.Runtime.CompilerServices;
using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>The scalars of the H points: the values of A B - C on the odd coset.</summary>
/// <remarks>
/// A, B and C are the polynomials of degree below n whose values on the domain are the rows' inner products with the witness. A satisfying
/// witness makes P = A B - C, of degree below 2n, vanish on the n points of the domain; the n odd points of
/// the domain of size 2n determine the rest. The rows of C need no coefficients: for a satisfying witness they are the products of those of
/// A and B.
/// </remarks>
internal static class Quotient
{
    /// <summary>Its name in progress and timings.</summary>
    public const string Phase = "quotient";

    // The tables of a key's domain live as long as the key: the next proof finds them made.
    private static readonly ConditionalWeakTable<ProvingKey, EvaluationDomain> Domains = [];

    /// <summary>P(g w^i) for i below n, g being the root of unity of order 2n.</summary>
    public static Fr[] OnOddCoset(ProvingKey key, Witness witness, ProvingPhases phases) => phases.Run(Phase, execution =>
    {
        EvaluationDomain domain = Domains.GetValue(key, static key => new EvaluationDomain(BitOperations.Log2((uint)key.DomainSize)));
        Fr[] remainder = GC.AllocateUninitializedArray<Fr>(key.DomainSize);
        ReadOnlyMemory<Fr> wires = witness.Values;
        domain.ProductRemainderOnCoset(
            (first, a, b) =>
            {
                key.A.MultiplyRows(first, wires.Span, a);
                key.B.MultiplyRows(first, wires.Span, b);
            },
            remainder,
            execution.WithProgress(null));
        return remainder;
    });
}
