using System.Buffers;
using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;
using FlZk.Bn254.Lanes;
using FlZk.Bn254.MultiScalar;

namespace FlZk.Bn254;

/// <summary>Many multiples of one base: a table of window multiples, additions only, results normalised in batches, on all cores.</summary>
/// <remarks>Time depends on the scalars.</remarks>
public static class FixedBaseMultiplication
{
    /// <summary>results[i] = scalars[i] times the base, in G1.</summary>
    /// <param name="basePoint">The base; infinity is allowed.</param>
    /// <param name="scalars">The scalars.</param>
    /// <param name="results">Room for as many points.</param>
    /// <param name="execution">Cancellation, threads, progress.</param>
    /// <exception cref="ArgumentException">Less room than scalars.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Multiply(
        G1Affine basePoint, ReadOnlyMemory<Fr> scalars, Memory<G1Affine> results, Execution execution = default)
    {
        RequireRoom(scalars.Length, results.Length);
        if (scalars.IsEmpty) return;
        Multiply(basePoint.Point, scalars, results, execution);
    }

    /// <summary>results[i] = scalars[i] times the base, in G2.</summary>
    /// <inheritdoc cref="Multiply(G1Affine, ReadOnlyMemory{Fr}, Memory{G1Affine}, Execution)"/>
    public static void Multiply(
        G2Affine basePoint, ReadOnlyMemory<Fr> scalars, Memory<G2Affine> results, Execution execution = default)
    {
        RequireRoom(scalars.Length, results.Length);
        if (scalars.IsEmpty) return;
        Multiply(basePoint.Point, scalars, results, execution);
    }

    private static unsafe void Multiply<TPoint, TField>(
        in AffinePoint<TField> basePoint, ReadOnlyMemory<Fr> scalars, Memory<TPoint> results, Execution execution)
        where TPoint : unmanaged
        where TField : unmanaged, IField<TField>
    {
        var table = new FixedBaseTable<TField>(basePoint, scalars.Length, InstructionTiers.Best, execution.Cancellation);
        using MemoryHandle pin = results.Pin();
        table.MultiplyAll(scalars, (AffinePoint<TField>*)pin.Pointer, execution);
    }

    private static void RequireRoom(int scalars, int results)
    {
        if (results < scalars) throw new ArgumentException($"There are {scalars} scalars but room for {results} results.", nameof(results));
    }
}
