using System.Numerics;

namespace FlZk.Circuits.Tests.Fixtures;

/// <summary>Witnesses of FedAvg made by hand: honest ones to start from, and changes to them.</summary>
internal sealed class FedAvgWitness
{
    private readonly TestCircuit _circuit;
    private readonly Dictionary<string, BigInteger> _values = new(StringComparer.Ordinal);

    private FedAvgWitness(TestCircuit circuit) => _circuit = circuit;

    public BigInteger this[string name] => _values[name];

    /// <summary>Claims the right average of <paramref name="sum"/> at every parameter.</summary>
    public static FedAvgWitness Honest(TestCircuit circuit, BigInteger weight, BigInteger sum) =>
        Claim(circuit, weight, sum, FedAvgReference.Average(sum, weight));

    /// <summary>Claims that <paramref name="average"/> is the average, with all other wires as close to right as they can be: digits of the
    /// low bits, and what no honest remainder allows pushed into the largest part.</summary>
    public static FedAvgWitness Claim(TestCircuit circuit, BigInteger weight, BigInteger sum, BigInteger average)
    {
        var witness = new FedAvgWitness(circuit);
        witness.SetWeight(weight);
        for (int j = 0; j < circuit.ChunkSize; j++)
        {
            witness.Set($"s[{j}]", sum);
            witness.SetAverage(j, average);
            BigInteger half = witness[$"main.weights.u[{circuit.WeightBits - 1}]"];
            witness.SetRemainder(j, sum + half - (weight * average));
        }

        return witness;
    }

    /// <summary>Sets a wire by its name below <c>main.</c></summary>
    public FedAvgWitness Set(string name, BigInteger value)
    {
        string full = name.StartsWith("main.", StringComparison.Ordinal) ? name : "main." + name;
        _values[full] = Reduce(value);

        // circom merges signals that are equal and keeps one name: the weights appear as those of the component or of its first user.
        if (full.StartsWith("main.weights.u[", StringComparison.Ordinal))
            _values[full.Replace("weights", "average[0]", StringComparison.Ordinal)] = Reduce(value);
        return this;
    }

    /// <summary>Sets W, its weights from the digits of W - 1, and the inverse; where there is none, zero.</summary>
    public FedAvgWitness SetWeight(BigInteger weight)
    {
        Set("W", weight);
        BigInteger smaller = BigInteger.Zero;
        for (int i = 0; i < _circuit.WeightBits; i++)
        {
            BigInteger part = smaller + (((weight - 1) >> (_circuit.WeightBits - 1 - i)) & 1);
            Set($"weights.u[{i}]", part);
            smaller += part;
        }

        return Set("weights.inverse", Inverse(weight - (BigInteger.One << _circuit.WeightBits)));
    }

    /// <summary>Sets y and the low digits of its offset form.</summary>
    public FedAvgWitness SetAverage(int j, BigInteger average)
    {
        Set($"y[{j}]", average);
        BigInteger offset = Reduce(average + (BigInteger.One << (_circuit.ValueBits - 1)));
        for (int i = 0; i < _circuit.ValueBits - 1; i++) Set($"average[{j}].range.low[{i}]", (offset >> i) & 1);
        return this;
    }

    /// <summary>Splits a remainder into parts, greedily from the largest weight; what is left over is added to the largest part.</summary>
    public FedAvgWitness SetRemainder(int j, BigInteger remainder)
    {
        BigInteger left = Signed(remainder);
        for (int i = _circuit.WeightBits - 1; i >= 0; i--)
        {
            BigInteger weight = this[$"main.weights.u[{i}]"];
            BigInteger part = left.Sign >= 0 && left >= weight ? weight : BigInteger.Zero;
            Set($"average[{j}].p[{i}]", part);
            left -= part;
        }

        string largest = $"average[{j}].p[{_circuit.WeightBits - 1}]";
        return Set(largest, this["main." + largest] + left);
    }

    public BigInteger[] Wires() => _circuit.Witness(_values);

    /// <summary>The same values on another circuit with the same names.</summary>
    public BigInteger[] WiresOf(TestCircuit other) => other.Witness(_values);

    public static BigInteger Reduce(BigInteger value) => ((value % RankOneSystem.R) + RankOneSystem.R) % RankOneSystem.R;

    public static BigInteger Signed(BigInteger value) => Reduce(value) is var reduced && reduced > RankOneSystem.R / 2
        ? reduced - RankOneSystem.R
        : reduced;

    /// <summary>The inverse modulo r; that of 0 is 0.</summary>
    public static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Reduce(value), RankOneSystem.R - 2, RankOneSystem.R);
}
