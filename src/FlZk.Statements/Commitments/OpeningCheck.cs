using System.Buffers.Binary;
using System.Security.Cryptography;
using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>Checks many providers' openings at the price of about one.</summary>
/// <remarks>
/// With random 128-bit r_i, sum_i r_i C_i = sum_j (sum_i r_i x_ij) G_j + (sum_i r_i rho_i) H holds for wrong openings with probability at
/// most 2^-128 (small-exponent batching: Bellare, Garay, Rabin, EUROCRYPT 1998). When it fails, each provider is checked alone, so the
/// culprit is named.
/// </remarks>
public static class OpeningCheck
{
    private const int BlockLength = 1024;

    /// <summary>The updates that must be refused, in order; empty when all are in range and open their commitments.</summary>
    /// <param name="generators">At least <paramref name="dimension"/> generators.</param>
    /// <param name="dimension">Parameters of the model.</param>
    /// <param name="range">The range of every value.</param>
    /// <param name="updates">What the providers delivered.</param>
    /// <param name="cancellation">Stops the check.</param>
    /// <exception cref="ArgumentException">There are fewer generators than parameters.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<OpeningFault> FindFaults(
        PedersenGenerators generators,
        int dimension,
        ValueRange range,
        IReadOnlyList<DeliveredUpdate> updates,
        CancellationToken cancellation = default)
    {
        if (generators.Count < dimension)
        {
            throw new ArgumentException(
                $"{dimension} parameters need as many generators; there are {generators.Count}.", nameof(generators));
        }
        var faults = new List<OpeningFault>();
        var wellFormed = new List<int>(updates.Count);
        for (int i = 0; i < updates.Count; i++)
        {
            if (ShapeFault(i, updates[i], dimension, range) is { } fault) faults.Add(fault);
            else wellFormed.Add(i);
        }

        if (wellFormed.Count > 0 && !BatchOpens(generators, dimension, updates, wellFormed, cancellation))
        {
            foreach (int i in wellFormed)
            {
                DeliveredUpdate update = updates[i];
                if (update.Commitment.Opens(generators, update.Values, update.Blinding, cancellation)) continue;
                faults.Add(new(i, update.Provider, OpeningFaultKind.WrongOpening, "Values and blinding do not open the commitment."));
            }
        }

        return [.. faults.OrderBy(fault => fault.Index)];
    }

    private static OpeningFault? ShapeFault(int index, DeliveredUpdate update, int dimension, ValueRange range)
    {
        OpeningFault Fault(OpeningFaultKind kind, string detail) => new(index, update.Provider, kind, detail);
        if (update.Values.Length != dimension)
            return Fault(OpeningFaultKind.WrongLength, $"{update.Values.Length} values, but the model has {dimension} parameters.");
        int outside = range.IndexOfFirstOutside(update.Values.Span);
        if (outside >= 0)
        {
            return Fault(
                OpeningFaultKind.ValueOutOfRange,
                $"Value {outside} is {update.Values.Span[outside]}, outside [{range.Minimum}, {range.Maximum}].");
        }

        if (update.Commitment.Point.IsInfinity)
            return Fault(OpeningFaultKind.CommitmentAtInfinity, "The commitment is the point at infinity.");
        return update.Commitment.Point.IsOnCurve
            ? null
            : Fault(OpeningFaultKind.CommitmentOffCurve, "The commitment is not a point of the curve.");
    }

    private static bool BatchOpens(
        PedersenGenerators generators, int dimension, IReadOnlyList<DeliveredUpdate> updates, List<int> chosen,
        CancellationToken cancellation)
    {
        var low = new ulong[chosen.Count];
        var high = new ulong[chosen.Count];
        var coefficients = new Fr[chosen.Count];
        var commitments = new G1Affine[chosen.Count];
        var values = new ReadOnlyMemory<int>[chosen.Count];
        Fr blinding = Fr.Zero;
        Fr shift = TwoTo64();
        Span<byte> random = stackalloc byte[16];
        for (int k = 0; k < chosen.Count; k++)
        {
            DeliveredUpdate update = updates[chosen[k]];
            RandomNumberGenerator.Fill(random);
            low[k] = BinaryPrimitives.ReadUInt64LittleEndian(random);
            high[k] = BinaryPrimitives.ReadUInt64LittleEndian(random[8..]);
            coefficients[k] = Fr.FromUInt64(low[k]) + (Fr.FromUInt64(high[k]) * shift);
            commitments[k] = update.Commitment.Point;
            values[k] = update.Values;
            blinding += coefficients[k] * update.Blinding;
        }

        Fr[] combined = Combine(dimension, values, low, high, cancellation);
        G1Affine opened = MultiScalarMultiplication.Compute(
            generators.Values[..dimension], combined, cancellation) + (generators.Blinding * blinding);
        return MultiScalarMultiplication.Compute(commitments, coefficients, cancellation) == opened;
    }

    /// <summary>sum_i r_i x_ij for every j, the halves of r_i apart: each partial sum stays below 2^(64+31)
    /// times the providers, in 128 bits.</summary>
    private static Fr[] Combine(int dimension, ReadOnlyMemory<int>[] values, ulong[] low, ulong[] high, CancellationToken cancellation)
    {
        var combined = new Fr[dimension];
        Fr shift = TwoTo64();
        int blocks = (dimension + BlockLength - 1) / BlockLength;
        Parallel.For(0, blocks, new ParallelOptions { CancellationToken = cancellation }, block =>
        {
            int from = block * BlockLength;
            int length = Math.Min(BlockLength, dimension - from);
            var lowSums = new Int128[length];
            var highSums = new Int128[length];
            for (int i = 0; i < values.Length; i++)
            {
                ReadOnlySpan<int> part = values[i].Span.Slice(from, length);
                for (int j = 0; j < length; j++)
                {
                    lowSums[j] += (Int128)part[j] * low[i];
                    highSums[j] += (Int128)part[j] * high[i];
                }
            }

            for (int j = 0; j < length; j++) combined[from + j] = ToField(lowSums[j], shift) + (ToField(highSums[j], shift) * shift);
        });
        return combined;
    }

    private static Fr ToField(Int128 value, Fr shift)
    {
        UInt128 magnitude = (UInt128)Int128.Abs(value);
        Fr result = Fr.FromUInt64((ulong)magnitude) + (Fr.FromUInt64((ulong)(magnitude >> 64)) * shift);
        return value < 0 ? -result : result;
    }

    private static Fr TwoTo64() => Fr.FromUInt64(1UL << 32).Square();
}
