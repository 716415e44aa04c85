using FlZk.Bn254;

namespace FlZk.Groth16.Tests;

/// <summary>The inputs of a circuit as callers put them together.</summary>
public sealed class CircuitInputsTests
{
    [Fact]
    public void Order_is_kept_and_json_is_snarkjs_input()
    {
        CircuitInputs inputs = new CircuitInputs().Add("z", Fr.FromUInt64(5)).Add("a", [Fr.One, -Fr.One]).Add("empty", Array.Empty<Fr>());
        Assert.Equal(["z", "a", "empty"], inputs.Select(i => i.Key));
        Assert.Equal((3, 3), (inputs.Count, inputs.ValueCount));
        Assert.Equal(
            """{"z":"5","a":["1","21888242871839275222246405745257275088548364400416034343698204186575808495616"],"empty":[]}""",
            inputs.ToJson());
        Assert.Equal(2, inputs["a"].Length);
    }

    [Fact]
    public void Doubled_empty_and_unknown_names_are_refused()
    {
        CircuitInputs inputs = new CircuitInputs().Add("a", Fr.One);
        Assert.Throws<ArgumentException>(() => inputs.Add("a", Fr.Zero));
        Assert.Throws<ArgumentException>(() => inputs.Add(string.Empty, Fr.Zero));
        Assert.Throws<KeyNotFoundException>(() => inputs["b"]);
        Assert.False(inputs.TryGet("b", out _));
        Assert.Throws<ArgumentException>(() => new Witness(new[] { Fr.Zero }));
        Assert.Throws<ArgumentException>(() => new Witness(Array.Empty<Fr>()));
    }
}
