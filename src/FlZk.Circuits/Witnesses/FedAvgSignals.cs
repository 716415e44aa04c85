using System.Buffers.Text;
using FlZk.Bn254;

namespace FlZk.Circuits.Witnesses;

/// <summary>The signals of one FedAvg template by number: equal signals, such as main.y[j] and main.average[j].y, have one.</summary>
internal sealed class FedAvgSignals(int count, int valueBits, int weightBits)
{
    /// <summary>No signal.</summary>
    public const int None = 0;

    /// <summary>The constant one.</summary>
    public const int One = 1;

    // ctx, W, rhoS, rhoY, blind, in the order of FedAvgAssignment.Scalars.
    private const int Scalars = 2;
    private const int ScalarCount = 5;
    private const int Inverse = Scalars + ScalarCount;
    private const int Weights = Inverse + 1;

    // Per parameter: low[valueBits - 1], p[weightBits], y, s.
    private readonly int _parameters = Weights + weightBits;
    private readonly int _stride = valueBits - 1 + weightBits + 2;

    private int Parts => valueBits - 1;

    private int Average => valueBits - 1 + weightBits;

    /// <summary>The number of the signal of a name, or <see cref="None"/>.</summary>
    public int RoleOf(ReadOnlySpan<byte> name)
    {
        if (!Take(ref name, "main."u8)) return None;
        if (Take(ref name, "average["u8)) return TakeIndex(ref name, count, out int j) ? RoleInParameter(name, j) : None;
        if (Take(ref name, "y["u8)) return Indexed(name, count, Parameter(0, Average), _stride);
        if (Take(ref name, "s["u8)) return Indexed(name, count, Parameter(0, Average + 1), _stride);
        if (Take(ref name, "weights.u["u8)) return Indexed(name, weightBits, Weights, 1);
        if (name.SequenceEqual("weights.inverse"u8)) return Inverse;
        if (name.SequenceEqual("ctx"u8)) return Scalars;
        if (name.SequenceEqual("W"u8) || name.SequenceEqual("weights.W"u8)) return Scalars + 1;
        if (name.SequenceEqual("rhoS"u8)) return Scalars + 2;
        if (name.SequenceEqual("rhoY"u8)) return Scalars + 3;
        return name.SequenceEqual("blind"u8) ? Scalars + 4 : None;
    }

    /// <summary>Writes the values of signals given by number.</summary>
    public void Fill(FedAvgAssignment assignment, ReadOnlySpan<int> roles, Span<Fr> values)
    {
        // Signals of one parameter come one after the other, so its division is done once.
        Fr one = Fr.One;
        int first = int.MaxValue, parameter = 0;
        for (int i = 0; i < values.Length; i++)
        {
            int role = roles[i];
            if (role < _parameters)
            {
                values[i] = Shared(assignment, role);
                continue;
            }

            if ((uint)(role - first) >= (uint)_stride)
            {
                parameter = (role - _parameters) / _stride;
                first = Parameter(parameter, 0);
            }

            int slot = role - first;
            if (slot < Parts) values[i] = ((assignment.Offsets[parameter] >> slot) & 1) != 0 ? one : default;
            else if (slot < Average)
                values[i] = ((assignment.Parts[parameter] >> (slot - Parts)) & 1) != 0 ? assignment.Weights[slot - Parts] : default;
            else if (slot == Average) values[i] = Fr.FromInt64(assignment.Average(parameter));
            else values[i] = assignment.Sums.Span[parameter];
        }
    }

    private static Fr Shared(FedAvgAssignment assignment, int role)
    {
        if (role == One) return Fr.One;
        if (role == Inverse) return assignment.Inverse;
        return role < Inverse ? assignment.Scalars[role - Scalars] : assignment.Weights[role - Weights];
    }

    private static bool Take(ref ReadOnlySpan<byte> name, ReadOnlySpan<byte> prefix)
    {
        if (!name.StartsWith(prefix)) return false;
        name = name[prefix.Length..];
        return true;
    }

    private static bool TakeIndex(ref ReadOnlySpan<byte> name, int limit, out int index)
    {
        if (!Utf8Parser.TryParse(name, out index, out int digits) || index < 0 || index >= limit) return false;
        name = name[digits..];
        return Take(ref name, "]"u8);
    }

    private static int Indexed(ReadOnlySpan<byte> name, int limit, int first, int stride) =>
        TakeIndex(ref name, limit, out int index) && name.IsEmpty ? first + (index * stride) : None;

    private int Parameter(int j, int slot) => _parameters + (j * _stride) + slot;

    private int RoleInParameter(ReadOnlySpan<byte> name, int j)
    {
        if (Take(ref name, ".range.low["u8)) return Indexed(name, valueBits - 1, Parameter(j, 0), 1);
        if (Take(ref name, ".p["u8)) return Indexed(name, weightBits, Parameter(j, Parts), 1);
        if (Take(ref name, ".u["u8)) return Indexed(name, weightBits, Weights, 1);
        if (name.SequenceEqual(".y"u8) || name.SequenceEqual(".range.x"u8)) return Parameter(j, Average);
        if (name.SequenceEqual(".s"u8)) return Parameter(j, Average + 1);
        return name.SequenceEqual(".W"u8) ? Scalars + 1 : None;
    }
}
