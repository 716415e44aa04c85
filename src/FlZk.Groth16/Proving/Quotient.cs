using System.Numerics;
using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>The scalars of the H points: the values of A B - C on the odd coset.</summary>
/// <remarks>
/// A, B and C are the polynomials of degree below n whose values on the domain are the rows' inner products with the witness. A satisfying
/// witness makes P = A B - C, of degree below 2n, vanish on the n points of the domain; the n odd points of
/// the domain of size 2n determine the rest.
/// </remarks>
internal static class Quotient
{
    public const string RowsPhase = "constraint rows";
    public const string TransformsPhase = "number-theoretic transforms";

    private const int Block = 1 << 13;

    /// <summary>P(g w^i) for i below n, g being the root of unity of order 2n.</summary>
    public static Fr[] OnOddCoset(ProvingKey key, Witness witness, ProvingPhases phases)
    {
        CancellationToken cancellation = phases.Cancellation;
        (Fr[] a, Fr[] b, Fr[] c) = phases.Run(RowsPhase, () => Rows(key, witness, cancellation));
        return phases.Run(TransformsPhase, () =>
        {
            var domain = new EvaluationDomain(BitOperations.Log2((uint)key.DomainSize));
            foreach (Fr[] values in (Fr[][])[a, b, c])
            {
                cancellation.ThrowIfCancellationRequested();
                domain.MoveToCoset(values);
            }

            ForBlocks(a.Length, i => a[i] = (a[i] * b[i]) - c[i], cancellation);
            return a;
        });
    }

    // The rows of C need no coefficients: for a satisfying witness they are the products of those of A and B.
    private static (Fr[] A, Fr[] B, Fr[] C) Rows(ProvingKey key, Witness witness, CancellationToken cancellation)
    {
        var a = new Fr[key.DomainSize];
        var b = new Fr[key.DomainSize];
        var c = new Fr[key.DomainSize];
        key.A.Multiply(witness.Values, a, cancellation);
        key.B.Multiply(witness.Values, b, cancellation);
        ForBlocks(c.Length, i => c[i] = a[i] * b[i], cancellation);
        return (a, b, c);
    }

    private static void ForBlocks(int length, Action<int> each, CancellationToken cancellation)
    {
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, (length + Block - 1) / Block, options, block =>
        {
            int end = Math.Min((block + 1) * Block, length);
            for (int i = block * Block; i < end; i++) each(i);
        });
    }
}
