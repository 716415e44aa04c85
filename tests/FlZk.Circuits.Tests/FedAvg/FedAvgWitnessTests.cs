using System.Numerics;
using CsCheck;
using FlZk.Bn254;
using FlZk.Circuits.Tests.Fixtures;
using FlZk.Circuits.Witnesses;
using FlZk.Groth16;

namespace FlZk.Circuits.Tests.FedAvg;

/// <summary>The circuit's own witness against federated averaging in plain integers, bit for bit.</summary>
public sealed class FedAvgWitnessTests
{
    public static TheoryData<int> Weights =>
        [1, 2, 3, 4, 5, 7, 8, 999, 1000, (1 << 19) - 1, 1 << 19, (1 << 19) + 1, (1 << 20) - 2, (1 << 20) - 1];

    [Theory]
    [MemberData(nameof(Weights))]
    public async Task Averages_equal_the_reference_at_edges(int weight)
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(16);
        using var generator = WasmWitnessGenerator.Open(circuit.Artefacts);
        foreach (BigInteger[] sums in Edges.Sums(weight, 24).Chunk(16)) await AssertEqualsReference(circuit, generator, weight, sums);
    }

    [Fact]
    public async Task Averages_equal_the_reference_for_every_small_weight_and_sum()
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(16, 4, 4);
        using var generator = WasmWitnessGenerator.Open(circuit.Artefacts);
        for (int weight = 1; weight < 16; weight++)
        {
            foreach (BigInteger[] sums in Edges.Sums(weight, 4).Concat(AllSums(weight)).Distinct().Chunk(16))
                await AssertEqualsReference(circuit, generator, weight, sums);
        }

        static IEnumerable<BigInteger> AllSums(int weight) =>
            Enumerable.Range((-8 * weight) - (weight / 2), 16 * weight).Select(sum => (BigInteger)sum);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 30)]
    [InlineData(126, 126)]
    public async Task Averages_equal_the_reference_at_other_widths(int valueBits, int weightBits)
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(16, valueBits, weightBits);
        using var generator = WasmWitnessGenerator.Open(circuit.Artefacts);
        BigInteger largest = (BigInteger.One << weightBits) - 1;
        foreach (BigInteger weight in new[] { BigInteger.One, (largest / 2) + 1, largest }.Distinct())
        {
            foreach (BigInteger[] sums in Edges.Sums(weight, valueBits).Chunk(16))
                await AssertEqualsReference(circuit, generator, weight, sums);
        }
    }

    [Fact]
    public async Task One_provider_averages_to_itself()
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(16);
        using var generator = WasmWitnessGenerator.Open(circuit.Artefacts);
        int[] values = [-(1 << 23), -(1 << 23) + 1, -2, -1, 0, 1, 2, (1 << 23) - 2, (1 << 23) - 1];
        foreach (int weight in (int[])[1, 2, 17, (1 << 20) - 1])
        {
            BigInteger[] sums = [.. values.Select(value => FedAvgReference.Sum([(value, weight)]))];
            Assert.Equal(values.Select(value => (BigInteger)value), await AssertEqualsReference(circuit, generator, weight, sums));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(256)]
    public async Task Averages_of_random_providers_equal_the_reference(int chunkSize)
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(chunkSize);
        using var generator = WasmWitnessGenerator.Open(circuit.Artefacts);
        int[] edges = [-(1 << 23), (1 << 23) - 1, 0];
        Gen<int> value = Gen.OneOf(Gen.Int[-(1 << 23), (1 << 23) - 1], Gen.Int[0, 2].Select(i => edges[i]));
        Gen<(int[] Weights, int[][] Values)> round =
            from providers in Gen.Int[1, 8]
            from weights in Gen.Int[1, (1 << 20) / providers - 1].Array[providers]
            from values in value.Array[providers].Array[chunkSize]
            select (weights, values);
        await round.SampleAsync(
            async drawn =>
            {
                BigInteger[] sums = [.. drawn.Values.Select(at => FedAvgReference.Sum(at.Zip(drawn.Weights)))];
                await AssertEqualsReference(circuit, generator, drawn.Weights.Sum(), sums);
            },
            iter: chunkSize > 100 ? 5 : 30,
            threads: 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 20)]
    public async Task A_weight_outside_its_range_is_refused_with_circoms_own_message(int weight)
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(1);
        using var generator = WasmWitnessGenerator.Open(circuit.Artefacts);
        UnprovableException refused = await Assert.ThrowsAsync<UnprovableException>(
            () => generator.GenerateAsync(Inputs(circuit, weight, [0])));
        Assert.Contains("ResidueWeights", refused.Message, StringComparison.Ordinal);
        Assert.Contains("does not hold", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(999)]
    public async Task A_sum_whose_average_is_out_of_range_is_refused(int weight)
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(1);
        using var generator = WasmWitnessGenerator.Open(circuit.Artefacts);
        BigInteger past = ((BigInteger)(1 << 23) * weight) - (weight / 2);
        BigInteger before = ((BigInteger)(-(1 << 23)) * weight) - (weight / 2) - 1;
        await generator.GenerateAsync(Inputs(circuit, weight, [past - 1]));
        await generator.GenerateAsync(Inputs(circuit, weight, [before + 1]));
        foreach (BigInteger sum in (BigInteger[])[past, before, (RankOneSystem.R + 1) / 2, (RankOneSystem.R - 1) / 2])
        {
            UnprovableException refused = await Assert.ThrowsAsync<UnprovableException>(
                () => generator.GenerateAsync(Inputs(circuit, weight, [sum])));
            Assert.Contains("SignedRange", refused.Message, StringComparison.Ordinal);
        }
    }

    internal static CircuitInputs Inputs(TestCircuit circuit, BigInteger weight, IReadOnlyList<BigInteger> sums)
    {
        var padded = new Fr[circuit.ChunkSize];
        for (int j = 0; j < sums.Count; j++) padded[j] = Fr.FromBigInteger(sums[j]);
        return new CircuitInputs()
            .Add("ctx", Fr.FromUInt64(77))
            .Add("W", Fr.FromBigInteger(weight))
            .Add("s", padded)
            .Add("rhoS", Fr.FromInt64(-5))
            .Add("rhoY", Fr.FromUInt64(6))
            .Add("blind", Fr.FromUInt64(7));
    }

    private static async Task<BigInteger[]> AssertEqualsReference(
        TestCircuit circuit, WasmWitnessGenerator generator, BigInteger weight, BigInteger[] sums)
    {
        Witness witness = await generator.GenerateAsync(Inputs(circuit, weight, sums));
        BigInteger[] wires = [.. witness.Values.ToArray().Select(value => value.ToBigInteger())];
        Assert.Empty(circuit.System.Violated(wires));
        BigInteger[] averages = [.. sums.Select((_, j) => FedAvgWitness.Signed(wires[circuit.Wires[$"main.y[{j}]"]]))];
        Assert.Equal(sums.Select(sum => FedAvgReference.Average(sum, weight)), averages);
        Assert.All(
            Enumerable.Range(sums.Length, circuit.ChunkSize - sums.Length), j => Assert.True(wires[circuit.Wires[$"main.y[{j}]"]].IsZero));
        return averages;
    }
}
