using System.Numerics;
using FlZk.Circuits.Tests.Fixtures;

namespace FlZk.Circuits.Tests.BoundedUpdate;

/// <summary>Witnesses of the bounded update made by hand: honest ones to start from, and changes to them.</summary>
internal sealed class BoundedUpdateWitness
{
    private const int ValueBits = 24;
    private const int NormBits = 128;

    private readonly TestCircuit _circuit;
    private readonly Dictionary<string, BigInteger> _values = new(StringComparer.Ordinal);

    private BoundedUpdateWitness(TestCircuit circuit) => _circuit = circuit;

    /// <summary>Digits as low bits, and the sums that the values give, whatever they are.</summary>
    public static BoundedUpdateWitness Claim(TestCircuit circuit, BigInteger bound, BigInteger before, params BigInteger[] values)
    {
        var witness = new BoundedUpdateWitness(circuit);
        witness.Set("ctx", 4711).Set("rho", 99).Set("blind", 98).Set("bound", bound).Set("accIn", before);
        BigInteger sum = before;
        for (int j = 0; j < values.Length; j++)
        {
            witness.Set($"x[{j}]", values[j]);
            BigInteger offset = FedAvgWitness.Reduce(values[j] + (1 << (ValueBits - 1)));
            for (int i = 0; i < ValueBits - 1; i++) witness.Set($"norm.range[{j}].low[{i}]", (offset >> i) & 1);
            sum += values[j] * values[j];
            witness.Set($"norm.partial[{j}]", sum);
        }

        return witness.SetNorm(bound, sum);
    }

    /// <summary>Sets a wire by its name below <c>main.</c></summary>
    public BoundedUpdateWitness Set(string name, BigInteger value)
    {
        _values["main." + name] = FedAvgWitness.Reduce(value);
        return this;
    }

    /// <summary>Sets accOut and the digits of what is left of the bound.</summary>
    public BoundedUpdateWitness SetNorm(BigInteger bound, BigInteger norm)
    {
        Set("accOut", norm);
        BigInteger left = FedAvgWitness.Reduce(bound - norm);
        for (int i = 0; i < NormBits - 1; i++) Set($"limit.low[{i}]", (left >> i) & 1);
        return this;
    }

    /// <summary>Sets signals that are the main circuit's own where nothing is unbound: there they have no wire.</summary>
    public BoundedUpdateWitness SetInner(
        BigInteger? before = null, BigInteger? after = null, BigInteger? value = null, BigInteger? bound = null, BigInteger[]? x = null)
    {
        foreach ((string name, BigInteger? inner, string outer) in ((string, BigInteger?, string)[])[
            ("norm.before", before, "accIn"), ("norm.after", after, "accOut"), ("limit.value", value, "accOut"),
            ("limit.bound", bound, "bound")])
        {
            Set(name, inner ?? _values["main." + outer]);
        }

        for (int j = 0; _values.TryGetValue($"main.x[{j}]", out BigInteger own); j++)
            Set($"norm.x[{j}]", x?[j] ?? own).Set($"norm.range[{j}].x", x?[j] ?? own);
        return this;
    }

    public IReadOnlyList<int> Violated(TestCircuit? other = null) =>
        (other ?? _circuit).System.Violated((other ?? _circuit).Witness(_values));
}
