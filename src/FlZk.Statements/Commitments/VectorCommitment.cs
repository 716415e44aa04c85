using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>
/// A Pedersen commitment to a whole vector: C = sum_j x_j G_j + rho H, one point for a model of any size
/// (Pedersen, CRYPTO 1991, over many bases).
/// </summary>
/// <remarks>
/// Perfectly hiding when rho is uniform and used for nothing else; binding under the discrete logarithm assumption among hash-derived
/// generators. Homomorphic: a weighted sum of commitments commits to the weighted sum of the vectors under the weighted sum of the
/// blindings. Negative values are committed as r - |x|.
/// </remarks>
/// <param name="Point">The group element.</param>
public readonly record struct VectorCommitment(G1Affine Point)
{
    /// <summary>A fresh uniform blinding. Never reuse one: an update's values have little entropy of their own.</summary>
    public static Fr FreshBlinding() => Fr.Random();

    /// <summary>Commits to <paramref name="values"/>.</summary>
    /// <param name="generators">At least as many generators as values.</param>
    /// <param name="values">The vector; positions beyond its end count as zero.</param>
    /// <param name="blinding">rho, from <see cref="FreshBlinding"/>.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="ArgumentException">There are more values than generators.</exception>
    public static VectorCommitment Commit(
        PedersenGenerators generators, ReadOnlyMemory<int> values, Fr blinding, CancellationToken cancellation = default)
    {
        var wide = new long[values.Length];
        ReadOnlySpan<int> narrow = values.Span;
        for (int j = 0; j < wide.Length; j++) wide[j] = narrow[j];
        return Commit(generators, wide, blinding, cancellation);
    }

    /// <inheritdoc cref="Commit(PedersenGenerators, ReadOnlyMemory{int}, Fr, CancellationToken)"/>
    public static VectorCommitment Commit(
        PedersenGenerators generators, ReadOnlyMemory<long> values, Fr blinding, CancellationToken cancellation = default)
    {
        if (values.Length > generators.Count)
            throw new ArgumentException($"{values.Length} values need as many generators; there are {generators.Count}.", nameof(values));
        G1Affine sum = MultiScalarMultiplication.Compute(generators.Values[..values.Length], values, cancellation);
        return new VectorCommitment(sum + (generators.Blinding * blinding));
    }

    /// <summary>sum_i w_i C_i: the commitment to the weighted sum of the vectors.</summary>
    /// <param name="commitments">The commitments.</param>
    /// <param name="weights">As many positive weights.</param>
    /// <exception cref="ArgumentException">The lengths differ or a weight is not positive.</exception>
    public static VectorCommitment WeightedSum(ReadOnlySpan<VectorCommitment> commitments, ReadOnlySpan<long> weights)
    {
        if (commitments.Length != weights.Length)
            throw new ArgumentException($"{commitments.Length} commitments, but {weights.Length} weights.", nameof(weights));
        var points = new G1Affine[commitments.Length];
        for (int i = 0; i < points.Length; i++)
        {
            if (weights[i] <= 0) throw new ArgumentException($"Weight {i} is {weights[i]}; weights are positive.", nameof(weights));
            points[i] = commitments[i].Point;
        }

        return new VectorCommitment(MultiScalarMultiplication.Compute(points, weights.ToArray()));
    }

    /// <summary>sum_i w_i rho_i: the blinding of <see cref="WeightedSum"/>.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Fr WeightedBlinding(ReadOnlySpan<Fr> blindings, ReadOnlySpan<long> weights)
    {
        if (blindings.Length != weights.Length)
            throw new ArgumentException($"{blindings.Length} blindings, but {weights.Length} weights.", nameof(weights));
        Fr sum = Fr.Zero;
        for (int i = 0; i < weights.Length; i++) sum += blindings[i] * Fr.FromInt64(weights[i]);
        return sum;
    }

    /// <summary>Whether the commitment opens to <paramref name="values"/> under <paramref name="blinding"/>.</summary>
    public bool Opens(PedersenGenerators generators, ReadOnlyMemory<int> values, Fr blinding, CancellationToken cancellation = default) =>
        values.Length <= generators.Count && Commit(generators, values, blinding, cancellation) == this;

    /// <inheritdoc cref="Opens(PedersenGenerators, ReadOnlyMemory{int}, Fr, CancellationToken)"/>
    public bool Opens(PedersenGenerators generators, ReadOnlyMemory<long> values, Fr blinding, CancellationToken cancellation = default) =>
        values.Length <= generators.Count && Commit(generators, values, blinding, cancellation) == this;

    /// <summary>Commits to the sum of both vectors under the sum of both blindings.</summary>
    public static VectorCommitment operator +(VectorCommitment a, VectorCommitment b) => new(a.Point + b.Point);

    /// <summary>Commits to the vector, and blinding, times <paramref name="factor"/>.</summary>
    public static VectorCommitment operator *(VectorCommitment commitment, Fr factor) => new(commitment.Point * factor);
}
