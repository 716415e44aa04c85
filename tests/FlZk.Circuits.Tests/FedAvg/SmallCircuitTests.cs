using System.Numerics;
using FlZk.Circuits.Tests.Fixtures;

namespace FlZk.Circuits.Tests.FedAvg;

/// <summary>A circuit small enough to try everything: which (W, s, y) have a witness at all?</summary>
public sealed class SmallCircuitTests
{
    private const int Bits = 3;

    [Fact]
    public async Task A_statement_has_a_witness_exactly_when_it_is_true()
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(1, Bits, Bits);
        BigInteger[] candidates =
        [
            .. Enumerable.Range(-40, 81).Select(
                sum => (BigInteger)sum), (RankOneSystem.R - 1) / 2, (RankOneSystem.R + 1) / 2, (RankOneSystem.R + 3) / 2,
        ];
        for (int weight = 0; weight <= 9; weight++)
        {
            BigInteger[][] weights = [.. Weights(circuit, weight)];
            Assert.Equal(weight is >= 1 and < 8 ? 1 : 0, weights.Length);
            if (weights.Length == 0) continue;
            foreach (BigInteger sum in candidates)
            {
                BigInteger right = FedAvgReference.Average(sum, weight);
                BigInteger[] expected = sum < 1000 && right >= -4 && right < 4 ? [right] : [];
                Assert.Equal(expected, Averages(circuit, weight, weights[0], sum).Distinct());
            }
        }
    }

    /// <summary>All vectors u that satisfy the rows of ResidueWeights; every digit is tried, and the inverse
    /// is the only one there can be.</summary>
    private static IEnumerable<BigInteger[]> Weights(TestCircuit circuit, int weight)
    {
        for (int digits = 0; digits < 1 << Bits; digits++)
        {
            var u = new BigInteger[Bits];
            BigInteger smaller = BigInteger.Zero;
            for (int i = 0; i < Bits; i++)
            {
                u[i] = smaller + ((digits >> i) & 1);
                smaller += u[i];
            }

            // Sum 0 with average 0 fits any weight, so only the rows about the weight can be violated.
            FedAvgWitness witness = FedAvgWitness.Claim(circuit, weight, -u[Bits - 1], 0);
            for (int i = 0; i < Bits; i++) witness.Set($"weights.u[{i}]", u[i]).Set($"average[0].p[{i}]", 0);
            if (circuit.System.Violated(witness.Wires()).Count == 0) yield return u;
        }
    }

    /// <summary>All averages of a sum for which some binary digits and some choice of parts satisfy every row.</summary>
    private static IEnumerable<BigInteger> Averages(TestCircuit circuit, int weight, BigInteger[] u, BigInteger sum)
    {
        FedAvgWitness witness = FedAvgWitness.Claim(circuit, weight, sum, 0);
        for (int choice = 0; choice < 1 << Bits; choice++)
        {
            BigInteger remainder = BigInteger.Zero;
            for (int i = 0; i < Bits; i++)
            {
                BigInteger part = ((choice >> i) & 1) * u[i];
                witness.Set($"average[0].p[{i}]", part);
                remainder += part;
            }

            // The division row leaves one average, a field element, for each remainder.
            BigInteger average = FedAvgWitness.Signed((sum + u[Bits - 1] - remainder) * FedAvgWitness.Inverse(weight));
            witness.Set("y[0]", average);
            for (int low = 0; low < 1 << (Bits - 1); low++)
            {
                for (int i = 0; i < Bits - 1; i++) witness.Set($"average[0].range.low[{i}]", (low >> i) & 1);
                if (circuit.System.Violated(witness.Wires()).Count == 0) yield return average;
            }
        }
    }
}
