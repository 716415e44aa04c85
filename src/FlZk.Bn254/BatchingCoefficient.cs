using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254;

/// <summary>
/// A coefficient of a random linear combination, k0 + k1 lambda for signed 64-bit k0 and k1, where [lambda] is the cheap endomorphism of
/// G1: 128 bits for the price of 64 doublings.
/// </summary>
/// <remarks>
/// Different pairs are different coefficients, so a random one is any value with probability at most 2^-128: two pairs of one value would
/// differ by a vector of the lattice {(a, b): a + b lambda = 0 mod r} with both entries below 2^64, and its shortest vector is longer than
/// 2^126 (a test reduces it).
/// </remarks>
public readonly struct BatchingCoefficient
{
    /// <summary>The coefficient k0 + k1 lambda.</summary>
    public BatchingCoefficient(long k0, long k1)
    {
        K0 = k0;
        K1 = k1;
    }

    /// <summary>The part without lambda.</summary>
    public long K0 { get; }

    /// <summary>The factor of lambda.</summary>
    public long K1 { get; }

    /// <summary>A point times a coefficient.</summary>
    public static G1Affine operator *(G1Affine point, BatchingCoefficient coefficient)
    {
        var points = new G1Affine[] { point };
        Multiply(points, [coefficient]);
        return points[0];
    }

    /// <summary>Independent uniform coefficients from the operating system's generator.</summary>
    public static BatchingCoefficient[] Random(int count)
    {
        var words = new long[2 * count];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(words.AsSpan()));
        var coefficients = new BatchingCoefficient[count];
        for (int i = 0; i < count; i++) coefficients[i] = new BatchingCoefficient(words[2 * i], words[(2 * i) + 1]);
        return coefficients;
    }

    /// <summary>Multiplies every point by its own coefficient, in place.</summary>
    /// <param name="points">Points of G1.</param>
    /// <param name="coefficients">As many coefficients.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Multiply(Span<G1Affine> points, ReadOnlySpan<BatchingCoefficient> coefficients)
    {
        RequireSameLength(points.Length, coefficients.Length);
        var sums = new JacobianPoint<Fp>[points.Length];
        for (int i = 0; i < sums.Length; i++) sums[i] = ScalarMultiplication.Multiply(points[i], coefficients[i]);
        var inverses = new Fp[sums.Length];
        for (int i = 0; i < sums.Length; i++) inverses[i] = sums[i].Z;
        Fp.BatchInverse(inverses);
        for (int i = 0; i < sums.Length; i++)
        {
            // Z = 0, infinity, becomes (0, 0).
            Fp square = inverses[i].Square();
            points[i] = new G1Affine(sums[i].X * square, sums[i].Y * square * inverses[i]);
        }
    }

    /// <summary>sum_i k_i P_i.</summary>
    /// <param name="points">Points of G1.</param>
    /// <param name="coefficients">As many coefficients.</param>
    /// <param name="execution">Cancellation, threads, progress.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static G1Affine Sum(ReadOnlySpan<G1Affine> points, ReadOnlySpan<BatchingCoefficient> coefficients, Execution execution = default)
    {
        RequireSameLength(points.Length, coefficients.Length);
        var bases = new G1Affine[2 * points.Length];
        var scalars = new long[2 * points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            (bases[2 * i], bases[(2 * i) + 1]) = (points[i], Endomorphism.Apply(points[i]));
            (scalars[2 * i], scalars[(2 * i) + 1]) = (coefficients[i].K0, coefficients[i].K1);
        }

        return MultiScalarMultiplication.Compute(bases, scalars, execution);
    }

    /// <summary>The coefficient as an element of the scalar field.</summary>
    public Fr ToScalar() => Fr.FromInt64(K0) + (Fr.FromInt64(K1) * Endomorphism.Lambda);

    private static void RequireSameLength(int points, int coefficients)
    {
        if (points != coefficients)
            throw new ArgumentException($"There are {points} points but {coefficients} coefficients.", nameof(coefficients));
    }
}
