using System.Numerics;
using FlZk.Bn254;
using FlZk.Circuits.Tests.Fixtures;
using FlZk.Groth16;
using FlZk.Platform.Files;
using static FlZk.Circuits.Tests.Fixtures.RankOneSystem;

namespace FlZk.Circuits.Tests.FedAvg;

/// <summary>False statements against the compiled constraints, with hand-made witnesses: the witness generator takes no part.</summary>
public sealed class ConstraintAttackTests
{
    private const int PowerOfTwo = 1 << 20;

    public static TheoryData<int> Weights => [1, 2, 3, 999, 1000, PowerOfTwo - 2, PowerOfTwo - 1];

    [Theory]
    [MemberData(nameof(Weights))]
    public async Task Honest_witnesses_made_by_hand_satisfy(int weight)
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(1);
        foreach (BigInteger sum in Edges.Sums(weight, 24))
            Assert.Empty(circuit.System.Violated(FedAvgWitness.Honest(circuit, weight, sum).Wires()));
    }

    [Theory]
    [MemberData(nameof(Weights))]
    public async Task The_neighbours_of_an_average_do_not_fit(int weight)
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(1);
        foreach (BigInteger sum in Edges.Sums(weight, 24))
        {
            BigInteger average = FedAvgReference.Average(sum, weight);
            foreach (int distance in (int[])[-2, -1, 1, 2]) Refused(circuit, FedAvgWitness.Claim(circuit, weight, sum, average + distance));
        }
    }

    [Theory]
    [MemberData(nameof(Weights))]
    public async Task Halves_are_no_sums(int weight)
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(1);
        foreach (BigInteger sum in (BigInteger[])[(R - 1) / 2, (R + 1) / 2])
        {
            // The averages worth trying: near zero, at both ends, and what division in the field gives with remainders 0 and W - 1.
            BigInteger inverse = FedAvgWitness.Inverse(weight);
            BigInteger[] averages =
            [
                -1, 0, 1, (1 << 23) - 1, -(1 << 23), sum, sum * inverse, (sum + (weight / 2)) * inverse, (sum + (weight / 2) - weight
                    + 1) * inverse,
            ];
            foreach (BigInteger average in averages) Refused(circuit, FedAvgWitness.Claim(circuit, weight, sum, average));
        }
    }

    [Theory]
    [MemberData(nameof(Weights))]
    public async Task Remainders_outside_their_interval_do_not_fit(int weight)
    {
        // The sum is chosen to fit, so that only the remainder is wrong.
        TestCircuit circuit = await TestCircuit.FedAvgAsync(1);
        BigInteger[] remainders =
            [-1, -weight, weight, weight + 1, 2 * weight, PowerOfTwo, PowerOfTwo + 5, BigInteger.One << 60, (R - 1) / 2, (R + 1) / 2];
        foreach (BigInteger remainder in remainders)
        {
            foreach (int average in (int[])[-5, 0, 77])
            {
                BigInteger sum = (weight * average) + remainder - (weight / 2);
                FedAvgWitness claim = FedAvgWitness.Claim(circuit, weight, sum, average);
                Refused(circuit, claim);

                // The excess in the smallest part instead of in the largest.
                string largest = "main.average[0].p[19]";
                BigInteger excess = claim[largest];
                Refused(circuit, claim.Set(largest, 0).Set("average[0].p[0]", claim["main.average[0].p[0]"] + excess));
            }
        }
    }

    [Fact]
    public async Task Weights_outside_their_range_do_not_fit()
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(1);
        foreach (BigInteger weight in (BigInteger[])[0, -1, PowerOfTwo, PowerOfTwo + 1, BigInteger.One << 40, (R + 1) / 2])
        {
            Refused(circuit, FedAvgWitness.Claim(circuit, weight, 0, 0));
            Refused(circuit, FedAvgWitness.Claim(circuit, weight, weight, 1));
        }

        // All digits of W - 1 = 2^20 - 1 are right; only the inverse is missing, and nothing serves as one.
        foreach (BigInteger inverse in (BigInteger[])[0, 1, -1, PowerOfTwo])
        {
            Assert.Single(circuit.System.Violated(FedAvgWitness.Honest(circuit, PowerOfTwo, 5).Set("weights.inverse", inverse).Wires()));
        }
    }

    [Fact]
    public async Task Weight_zero_does_not_fit_with_any_weights()
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(1);
        BigInteger inverse = FedAvgWitness.Inverse(-PowerOfTwo);
        FedAvgWitness claim = FedAvgWitness.Honest(circuit, 1, 0).Set("W", 0).Set("weights.inverse", inverse);
        Refused(circuit, claim);
        Refused(circuit, claim.Set("weights.u[19]", -1));
        Refused(circuit, claim.Set("weights.u[19]", 0).Set("weights.u[0]", -1));
    }

    [Fact]
    public async Task Averages_outside_their_range_do_not_fit()
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(1);
        foreach (BigInteger average in (BigInteger[])[1 << 23, -(1 << 23) - 1, 1 << 24, BigInteger.One << 100, (R - 1) / 2, (R + 1) / 2])
        {
            Refused(circuit, FedAvgWitness.Claim(circuit, 1000, average * 1000, average));

            // What the digits lack, in a digit that is not binary.
            BigInteger offset = FedAvgWitness.Reduce(average + (1 << 23));
            for (int digit = 0; digit < 23; digit += 11)
            {
                FedAvgWitness claim = FedAvgWitness.Claim(circuit, 1000, average * 1000, average);
                for (int i = 0; i < 23; i++) claim.Set($"average[0].range.low[{i}]", 0);
                Refused(circuit, claim.Set($"average[0].range.low[{digit}]", (offset - (1 << 23)) * FedAvgWitness.Inverse(1 << digit)));
                Refused(circuit, claim.Set($"average[0].range.low[{digit}]", offset * FedAvgWitness.Inverse(1 << digit)));
            }
        }
    }

    [Fact]
    public async Task Digits_and_parts_that_are_not_binary_do_not_fit_even_where_the_sums_are_right()
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(1);
        FedAvgWitness honest = FedAvgWitness.Honest(circuit, 1000, 123456);
        foreach (string digits in (string[])["average[0].range.low", "weights.u", "average[0].p"])
        {
            string first = $"main.{digits}[3]", second = $"main.{digits}[4]";
            (BigInteger x, BigInteger y) = (honest[first], honest[second]);
            honest.Set(first, x + 2).Set(second, y - (digits.EndsWith("low", StringComparison.Ordinal) ? 1 : 2));
            Refused(circuit, honest);
            honest.Set(first, x).Set(second, y);
        }

        Assert.Empty(circuit.System.Violated(honest.Wires()));
    }

    [Fact]
    public async Task Every_wire_but_the_free_public_ones_is_held()
    {
        // Changing any one wire of a satisfying witness breaks a row. ctx and the blindings are free by design.
        TestCircuit circuit = await TestCircuit.FedAvgAsync(2);
        string[] free = ["main.ctx", "main.rhoS", "main.rhoY", "main.blind"];
        BigInteger[] wires = FedAvgWitness.Honest(circuit, 12345, -987654321).Wires();
        Assert.Empty(circuit.System.Violated(wires));
        foreach ((string name, int wire) in circuit.Wires)
        {
            foreach (int change in (int[])[-1, 1])
            {
                BigInteger[] changed = [.. wires];
                changed[wire] = FedAvgWitness.Reduce(changed[wire] + change);
                Assert.True(free.Contains(name) == (circuit.System.Violated(changed).Count == 0), name);
            }
        }
    }

    [Fact]
    public async Task A_value_plus_r_is_refused_by_every_reader()
    {
        // Rows see residues only, so x + r, or r for zero, satisfies them as x does; a second name for a value must not get in.
        TestCircuit circuit = await TestCircuit.FedAvgAsync(1);
        BigInteger[] wires = FedAvgWitness.Honest(circuit, 1000, 0).Wires();
        int average = circuit.Wires["main.y[0]"];
        Assert.True(wires[average].IsZero);
        using var workspace = new Workspace(CatalogText.Of());
        string file = Path.Combine(workspace.Folder, "w.wtns");
        new Witness(wires.Select(Fr.FromBigInteger).ToArray()).Write(file);
        byte[] bytes = File.ReadAllBytes(file);
        R.ToByteArray(isUnsigned: true).CopyTo(bytes.AsSpan(bytes.Length - (32 * (wires.Length - average))));
        File.WriteAllBytes(file, bytes);
        Assert.Throws<FileFormatException>(() => Witness.Read(file));
        Assert.Throws<FileFormatException>(() => PublicSignals.ParseJson($"[\"{R}\"]"));
        Assert.Throws<FileFormatException>(() => PublicSignals.ParseJson("[\"-0\"]"));
        wires[average] += R;
        Assert.Empty(circuit.System.Violated(wires));
    }

    private static void Refused(TestCircuit circuit, FedAvgWitness claim) => Assert.NotEmpty(circuit.System.Violated(claim.Wires()));
}
