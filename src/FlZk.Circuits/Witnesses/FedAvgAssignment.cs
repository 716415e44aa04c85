using System.Buffers.Binary;
using FlZk.Bn254;
using FlZk.Circuits.Catalog;
using FlZk.Groth16;

namespace FlZk.Circuits.Witnesses;

/// <summary>
/// What the signals of one FedAvg circuit are for given inputs, in integers: circuits/lib line by line, for shapes whose numbers fit into
/// 64 bits.
/// </summary>
internal sealed class FedAvgAssignment
{
    /// <summary>valueBits + weightBits at most this keeps every number below 2^62.</summary>
    public const int MaximumBits = 60;

    private FedAvgAssignment(CircuitInputs inputs, Fr[] weights, Fr inverse, long[] offsets, ulong[] parts, int valueBits)
    {
        Sums = inputs["s"];
        Scalars = [inputs["ctx"].Span[0], inputs["W"].Span[0], inputs["rhoS"].Span[0], inputs["rhoY"].Span[0], inputs["blind"].Span[0]];
        Weights = weights;
        Inverse = inverse;
        Offsets = offsets;
        Parts = parts;
        ValueBits = valueBits;
    }

    /// <summary>s.</summary>
    public ReadOnlyMemory<Fr> Sums { get; }

    /// <summary>ctx, W, rhoS, rhoY, blind.</summary>
    public Fr[] Scalars { get; }

    /// <summary>The residue weights u.</summary>
    public Fr[] Weights { get; }

    /// <summary>1 / (W - 2^weightBits).</summary>
    public Fr Inverse { get; }

    /// <summary>y_j + 2^(valueBits-1), whose bits are the digits of the range check.</summary>
    public long[] Offsets { get; }

    /// <summary>Bit i of element j: whether p_i of parameter j is u_i or zero.</summary>
    public ulong[] Parts { get; }

    /// <summary>Bits of a value.</summary>
    public int ValueBits { get; }

    /// <summary>y_j.</summary>
    public long Average(int j) => Offsets[j] - (1L << (ValueBits - 1));

    /// <summary>The assignment, or null when inputs are not the circuit's, too large, or not satisfiable.</summary>
    public static FedAvgAssignment? TryCompute(CircuitInstance instance, CircuitInputs inputs, CancellationToken cancellation)
    {
        int count = instance.ChunkSize, valueBits = instance.ValueBits, weightBits = instance.WeightBits;
        if (!HasShape(inputs, count) || !TryReadSigned(inputs["W"].Span[0], out long weight)) return null;
        if (weight < 1 || weight >= 1L << weightBits) return null;

        long[] weights = ResidueWeights(weight, weightBits);
        long shift = weights[^1] + (weight << (valueBits - 1));
        long end = weight << valueBits;
        var offsets = new long[count];
        var parts = new ulong[count];
        ReadOnlyMemory<Fr> sums = inputs["s"];
        bool fits = true;
        Parallel.For(0, (count + 1023) / 1024, new ParallelOptions { CancellationToken = cancellation }, run =>
        {
            int to = Math.Min((run + 1) * 1024, count);
            ReadOnlySpan<Fr> values = sums.Span;
            for (int j = run * 1024; j < to; j++)
            {
                // |s| is below 2^62 and so is the shift; the quotient is in range exactly when the shifted sum is.
                if (!TryReadSigned(values[j], out long sum) || sum + shift < 0 || sum + shift >= end)
                {
                    Volatile.Write(ref fits, false);
                    return;
                }

                (offsets[j], long remainder) = Math.DivRem(sum + shift, weight);
                parts[j] = Split(remainder, weights);
            }
        });
        if (!fits) return null;
        Fr inverse = (inputs["W"].Span[0] - Fr.FromInt64(1L << weightBits)).Inverse();
        return new FedAvgAssignment(inputs, [.. weights.Select(Fr.FromInt64)], inverse, offsets, parts, valueBits);
    }

    private static bool HasShape(CircuitInputs inputs, int count)
    {
        foreach (string name in (ReadOnlySpan<string>)["ctx", "W", "rhoS", "rhoY", "blind"])
        {
            if (!inputs.TryGet(name, out ReadOnlyMemory<Fr> value) || value.Length != 1) return false;
        }

        return inputs.Count == 6 && inputs.TryGet("s", out ReadOnlyMemory<Fr> sums) && sums.Length == count;
    }

    /// <summary>u_i = u_0 + .. + u_(i-1) + g_i for the binary digits g of W - 1, highest first.</summary>
    private static long[] ResidueWeights(long weight, int bits)
    {
        var weights = new long[bits];
        long smaller = 0;
        for (int i = 0; i < bits; i++)
        {
            weights[i] = smaller + (((weight - 1) >> (bits - 1 - i)) & 1);
            smaller += weights[i];
        }

        return weights;
    }

    /// <summary>Greedy from the largest weight; choosing or not is as good as random, so it is not a branch.</summary>
    private static ulong Split(long left, long[] weights)
    {
        ulong chosen = 0;
        for (int i = weights.Length - 1; i >= 0; i--)
        {
            long rest = left - weights[i];
            long keep = ~(rest >> 63);
            chosen |= (ulong)(keep & 1) << i;
            left -= weights[i] & keep;
        }

        return chosen;
    }

    /// <summary>An element as a signed integer below 2^62 in size.</summary>
    private static bool TryReadSigned(in Fr element, out long value)
    {
        if (TryReadUnsigned(element, out value)) return true;
        bool negative = TryReadUnsigned(-element, out value);
        value = -value;
        return negative;
    }

    private static bool TryReadUnsigned(in Fr element, out long value)
    {
        Span<byte> bytes = stackalloc byte[Fr.ByteLength];
        element.WriteLittleEndian(bytes);
        value = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return (BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) | BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..])
            | BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..])) == 0 && value is >= 0 and < 1L << 62;
    }
}
