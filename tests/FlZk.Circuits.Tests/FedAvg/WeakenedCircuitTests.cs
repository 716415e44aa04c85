using System.Numerics;
using FlZk.Circuits.Tests.BoundedUpdate;
using FlZk.Circuits.Tests.Fixtures;

namespace FlZk.Circuits.Tests.FedAvg;

/// <summary>Each check of the circuit is needed: without it, and with everything else in place, a false statement has a witness. The same
/// witness fails the circuit as it is.</summary>
public sealed class WeakenedCircuitTests
{
    private const int Weight = 1000;
    private const int Half = Weight / 2;
    private static readonly BigInteger PastTheLargest = BigInteger.One << 23;

    /// <summary>The checks, each with the rows it has for one parameter and the source lines it is made of.</summary>
    public static TheoryData<string, int, string[]> Checks => new()
    {
        { "signed_range.low_digits_are_binary", 23, ["low[i] * (low[i] - 1) === 0;"] },
        { "signed_range.high_digit_is_binary", 1, ["high * (high - (1 << (bits - 1))) === 0;"] },
        { "residue_weights.digits_are_binary", 20, ["(u[i] - smaller) * (u[i] - smaller - 1) === 0;"] },
        { "residue_weights.digits_spell_the_weight", 1, ["smaller === W - 1;"] },
        { "residue_weights.weight_is_not_the_power", 1, ["inverse * (W - (1 << bits)) === 1;"] },
        { "rounded_quotient.quotient_is_in_range", 24, ["component range = SignedRange(valueBits);", "range.x <== y;"] },
        { "rounded_quotient.parts_are_nothing_or_their_weight", 20, ["p[i] * (u[i] - p[i]) === 0;"] },
        { "rounded_quotient.division", 1, ["W * y === s + half - remainder;"] },
    };

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task A_weakened_template_is_the_real_one_without_one_check(string weakened, int rows, string[] removed)
    {
        using var workspace = new Workspace(CatalogText.Of());
        string[] real = File.ReadAllLines(workspace.Library(weakened.Split('.')[0]));
        string[] without = File.ReadAllLines(Path.Combine(Workspace.WeakenedFolder(), weakened + ".circom"));
        Assert.Equal(real.Where(line => !removed.Contains(line.Trim())), without);
        Assert.Equal(removed.Length, real.Length - without.Length);
        TestCircuit circuit = await TestCircuit.WeakenedAsync(weakened, rows);
        Assert.Equal((await TestCircuit.FedAvgAsync(1)).System.RowCount - rows, circuit.System.RowCount);
    }

    [Fact]
    public void Every_statement_that_makes_rows_has_a_weakened_template()
    {
        using var workspace = new Workspace(CatalogText.Of());
        int constraints = Directory.GetFiles(Path.Combine(workspace.Folder, "lib")).SelectMany(File.ReadAllLines).Count(
            line => line.Contains("===", StringComparison.Ordinal));
        Assert.Equal(
            constraints,
            Checks.Concat(WeakenedBoundedUpdateTests.Checks).Count(
                check => check.Data.Item3.Any(line => line.Contains("===", StringComparison.Ordinal))));
        foreach (string circuit in Directory.GetFiles(workspace.Folder, "*.circom"))
            Assert.DoesNotContain("===", File.ReadAllText(circuit), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_binary_low_digits_an_average_leaves_its_range()
    {
        TestCircuit real = await TestCircuit.FedAvgAsync(1);
        FedAvgWitness bad = FedAvgWitness.Honest(real, Weight, PastTheLargest * Weight).Set("average[0].range.low[0]", PastTheLargest);
        await PassesOnlyWithout("signed_range.low_digits_are_binary", 23, bad);
    }

    [Fact]
    public async Task Without_a_binary_high_digit_an_average_leaves_its_range()
    {
        TestCircuit real = await TestCircuit.FedAvgAsync(1);
        await PassesOnlyWithout("signed_range.high_digit_is_binary", 1, FedAvgWitness.Honest(real, Weight, PastTheLargest * Weight));
        await PassesOnlyWithout("signed_range.high_digit_is_binary", 1, FedAvgWitness.Honest(real, Weight, (-PastTheLargest - 1) * Weight));
    }

    [Fact]
    public async Task Without_a_range_a_second_average_fits_the_same_sum()
    {
        // s = 1, W = 1000: y = 0 and t = 501. With t = 0 instead, y = 501/1000 in the field.
        TestCircuit real = await TestCircuit.FedAvgAsync(1);
        Assert.Empty(real.System.Violated(FedAvgWitness.Honest(real, Weight, 1).Wires()));
        FedAvgWitness fraction = FedAvgWitness.Claim(real, Weight, 1, (1 + Half) * FedAvgWitness.Inverse(Weight));
        await PassesOnlyWithout("rounded_quotient.quotient_is_in_range", 24, fraction);

        // And a field element that is no number of the right size has an average at all.
        FedAvgWitness half = FedAvgWitness.Claim(
            real, Weight, (RankOneSystem.R + 1) / 2, (((RankOneSystem.R + 1) / 2) + Half) * FedAvgWitness.Inverse(Weight));
        await PassesOnlyWithout("rounded_quotient.quotient_is_in_range", 24, half);
    }

    [Fact]
    public async Task Without_binary_digits_of_the_weight_the_remainder_leaves_its_interval()
    {
        // Weights with the right sum W - 1 and the right half, but -W among them: y + 1 with t - W.
        TestCircuit real = await TestCircuit.FedAvgAsync(1);
        BigInteger sum = (7 * Weight) - Half;
        Assert.Equal(7, FedAvgReference.Average(sum, Weight));
        FedAvgWitness bad = FedAvgWitness.Honest(real, Weight, sum).SetAverage(0, 8);
        for (int i = 0; i < 19; i++) bad.Set($"weights.u[{i}]", 0);
        bad.Set("weights.u[0]", -Weight).Set("weights.u[1]", Weight - 1 - Half + Weight).Set("average[0].p[0]", -Weight);
        await PassesOnlyWithout("residue_weights.digits_are_binary", 20, bad);
    }

    [Fact]
    public async Task Without_binary_digits_of_the_weight_another_half_rounds()
    {
        // Half of W is the largest weight. Declared as 0, it turns rounding into flooring: 999/1000 becomes 0.
        TestCircuit real = await TestCircuit.FedAvgAsync(1);
        FedAvgWitness bad = FedAvgWitness.Honest(real, Weight, 999);
        for (int i = 0; i < 20; i++) bad.Set($"weights.u[{i}]", 0).Set($"average[0].p[{i}]", 0);
        bad.Set("weights.u[0]", 999).Set("average[0].p[0]", 999).SetAverage(0, 0);
        await PassesOnlyWithout("residue_weights.digits_are_binary", 20, bad);
    }

    [Fact]
    public async Task Without_the_sum_of_digits_the_weight_may_be_zero_and_the_average_anything()
    {
        TestCircuit real = await TestCircuit.FedAvgAsync(1);
        FedAvgWitness bad = FedAvgWitness.Honest(real, 1, 0).Set("W", 0).SetAverage(0, 1234567);
        bad.Set("weights.inverse", FedAvgWitness.Inverse(-(BigInteger.One << 20)));
        await PassesOnlyWithout("residue_weights.digits_spell_the_weight", 1, bad);
    }

    [Fact]
    public async Task Without_the_inverse_the_weight_may_be_one_past_its_range()
    {
        TestCircuit real = await TestCircuit.FedAvgAsync(1);
        await PassesOnlyWithout("residue_weights.weight_is_not_the_power", 1, FedAvgWitness.Honest(real, 1 << 20, 12345));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Without_the_check_of_parts_the_neighbour_of_an_average_fits(int distance)
    {
        TestCircuit real = await TestCircuit.FedAvgAsync(1);
        FedAvgWitness bad = FedAvgWitness.Claim(real, Weight, 123456789, FedAvgReference.Average(123456789, Weight) + distance);
        await PassesOnlyWithout("rounded_quotient.parts_are_nothing_or_their_weight", 20, bad);
    }

    [Fact]
    public async Task Without_the_division_any_average_fits()
    {
        TestCircuit real = await TestCircuit.FedAvgAsync(1);
        await PassesOnlyWithout("rounded_quotient.division", 1, FedAvgWitness.Honest(real, Weight, 5000).SetAverage(0, -4711));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(999)]
    public async Task In_the_doubled_form_one_half_is_a_sum(int weight)
    {
        // 2 s + W = 2 W y + 2 t + odd with s = (r + 1)/2: 1 + W = 2 W y + (W + 1).
        TestCircuit doubled = await TestCircuit.WeakenedAsync("rounded_quotient.doubled", fewerRows: -1);
        BigInteger half = (RankOneSystem.R + 1) / 2;
        FedAvgWitness bad = FedAvgWitness.Claim(doubled, weight, half, 0).SetRemainder(0, (weight + 1) / 2).Set(
            "average[0].odd", (weight + 1) % 2);
        Assert.Empty(doubled.System.Violated(bad.Wires()));
        TestCircuit real = await TestCircuit.FedAvgAsync(1);
        Assert.NotEmpty(real.System.Violated(bad.WiresOf(real)));
    }

    private static async Task PassesOnlyWithout(string check, int rows, FedAvgWitness bad)
    {
        TestCircuit weakened = await TestCircuit.WeakenedAsync(check, rows);
        TestCircuit real = await TestCircuit.FedAvgAsync(1);
        Assert.Empty(weakened.System.Violated(bad.WiresOf(weakened)));
        Assert.NotEmpty(real.System.Violated(bad.WiresOf(real)));
    }
}
