using System.Numerics;
using FlZk.Circuits.Tests.Fixtures;

namespace FlZk.Circuits.Tests.BoundedUpdate;

/// <summary>Each check of the bounded update is needed: without it, and with everything else in place, a false statement has a witness. The
/// same witness fails the circuit as it is.</summary>
public sealed class WeakenedBoundedUpdateTests
{
    private static readonly BigInteger PastTheLargest = BigInteger.One << 23;
    private static readonly BigInteger Wide = BigInteger.One << 100;

    /// <summary>The checks, each with the rows it has for two values and the source lines it is made of; the range of a value is under test
    /// with the average's, whose template it shares, and here again by what it lets through.</summary>
    public static TheoryData<string, int, string[]> Checks => new()
    {
        { "squared_norm.values_are_in_range", 48, ["component range[K];", "range[j] = SignedRange(bits);", "range[j].x <== x[j];"] },
        { "squared_norm.sum", 2, ["x[j] * x[j] === partial[j] - sum;"] },
        { "at_most.low_digits_are_binary", 127, ["low[i] * (low[i] - 1) === 0;"] },
        { "at_most.high_digit_is_binary", 1, ["high * (high - (1 << (bits - 1))) === 0;"] },
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
        TestCircuit circuit = await TestCircuit.BoundedUpdateAsync(2, weakened, rows);
        Assert.Equal((await TestCircuit.BoundedUpdateAsync(2)).System.RowCount - rows, circuit.System.RowCount);
    }

    [Fact]
    public async Task Honest_witnesses_made_by_hand_satisfy()
    {
        TestCircuit real = await TestCircuit.BoundedUpdateAsync(2);
        BigInteger smallest = -PastTheLargest, largest = PastTheLargest - 1;
        foreach (BigInteger[] values in (BigInteger[][])[[0, 0], [1, -1], [smallest, largest], [smallest, smallest]])
        {
            BigInteger norm = values.Aggregate(BigInteger.Zero, static (sum, x) => sum + (x * x));
            Assert.Empty(BoundedUpdateWitness.Claim(real, norm, 0, values).Violated());
            Assert.Empty(BoundedUpdateWitness.Claim(real, norm + 12345, 12345, values).Violated());
            Assert.Empty(BoundedUpdateWitness.Claim(real, (BigInteger.One << 128) - 1, 0, values).Violated());
            if (!norm.IsZero) Assert.NotEmpty(BoundedUpdateWitness.Claim(real, norm - 1, 0, values).Violated());
            Assert.NotEmpty(BoundedUpdateWitness.Claim(real, norm + 12344, 12345, values).Violated());
        }
    }

    [Fact]
    public async Task Values_outside_their_range_do_not_fit()
    {
        TestCircuit real = await TestCircuit.BoundedUpdateAsync(2);
        foreach (BigInteger value in (BigInteger[])[
            PastTheLargest, -PastTheLargest - 1, BigInteger.One << 60, (RankOneSystem.R - 1) / 2, (RankOneSystem.R + 1) / 2])
        {
            Assert.NotEmpty(BoundedUpdateWitness.Claim(real, Wide, 0, 5, value).Violated());
            Assert.NotEmpty(BoundedUpdateWitness.Claim(real, Wide, 0, value, 5).Violated());
        }
    }

    [Fact]
    public async Task Without_a_range_values_of_any_size_have_a_norm_of_zero()
    {
        // r = 1 modulo 4, so -1 is a square: x and x i have squares that cancel.
        BigInteger x = BigInteger.One << 70, i = RootOfMinusOne();
        TestCircuit real = await TestCircuit.BoundedUpdateAsync(2);
        BoundedUpdateWitness bad = BoundedUpdateWitness.Claim(real, 0, 0, x, FedAvgWitness.Reduce(x * i));
        await PassesOnlyWithout("squared_norm.values_are_in_range", 48, bad);
        await PassesOnlyWithout(
            "squared_norm.values_are_in_range", 48, BoundedUpdateWitness.Claim(real, Wide, 0, PastTheLargest, 0));
    }

    [Fact]
    public async Task Without_the_digits_of_a_range_a_value_leaves_it()
    {
        TestCircuit real = await TestCircuit.BoundedUpdateAsync(2);
        BoundedUpdateWitness bad = BoundedUpdateWitness.Claim(real, Wide, 0, PastTheLargest, 0);
        await PassesOnlyWithout("signed_range.high_digit_is_binary", 2, bad);
        bad.Set("norm.range[0].low[0]", PastTheLargest);
        await PassesOnlyWithout("signed_range.low_digits_are_binary", 46, bad);
    }

    [Fact]
    public async Task Without_the_sum_any_norm_fits()
    {
        TestCircuit real = await TestCircuit.BoundedUpdateAsync(2);
        BoundedUpdateWitness bad = BoundedUpdateWitness.Claim(real, 0, 0, 5000, -7000).SetNorm(0, 0).Set("norm.partial[1]", 0);
        await PassesOnlyWithout("squared_norm.sum", 2, bad);
    }

    [Fact]
    public async Task Without_binary_digits_of_what_is_left_the_norm_passes_its_bound()
    {
        TestCircuit real = await TestCircuit.BoundedUpdateAsync(2);

        // 25 + 49 against a bound of 10: -64 is left.
        BoundedUpdateWitness bad = BoundedUpdateWitness.Claim(real, 10, 0, 5, -7);
        await PassesOnlyWithout("at_most.high_digit_is_binary", 1, bad);
        for (int i = 0; i < 127; i++) bad.Set($"limit.low[{i}]", 0);
        await PassesOnlyWithout("at_most.low_digits_are_binary", 127, bad.Set("limit.low[0]", -64));
    }

    /// <summary>The lines that tie templates together, each with a false statement that passes without the tie.</summary>
    public static TheoryData<string, string> Ties => new()
    {
        { "bounded_update.circom", "norm.before <== accIn;" },
        { "bounded_update.circom", "norm.x <== x;" },
        { "bounded_update.circom", "accOut <== norm.after;" },
        { "bounded_update.circom", "limit.value <== accOut;" },
        { "bounded_update.circom", "limit.bound <== bound;" },
        { "lib/squared_norm.circom", "after <== sum;" },
        { "lib/squared_norm.circom", "range[j].x <== x[j];" },
    };

    [Theory]
    [MemberData(nameof(Ties))]
    public async Task Without_a_tie_between_templates_a_false_statement_has_a_witness(string file, string line)
    {
        TestCircuit real = await TestCircuit.BoundedUpdateAsync(2), unbound = await TestCircuit.UnboundAsync(2, file, line);
        Assert.Equal(real.System.RowCount, unbound.System.RowCount);
        BoundedUpdateWitness honest = BoundedUpdateWitness.Claim(real, 5000, 100, 30, -40).SetInner();
        Assert.Empty(honest.Violated());
        Assert.Empty(honest.Violated(unbound));
        BoundedUpdateWitness bad = line switch
        {
            // What chunks before have added up to is forgotten.
            "norm.before <== accIn;" => BoundedUpdateWitness.Claim(real, 5000, 0, 30, -40).Set("accIn", 4900).SetInner(before: 0),

            // Other values are squared than those that the commitment holds.
            "norm.x <== x;" => BoundedUpdateWitness.Claim(real, 5000, 100, 30, -40)
                .Set("x[0]", PastTheLargest).Set("x[1]", Wide).SetInner(x: [30, -40]),

            // The next chunk starts from zero, or from any number.
            "accOut <== norm.after;" => BoundedUpdateWitness.Claim(real, 5000, 100, 30000, -40)
                .SetNorm(5000, 0).SetInner(after: (30000 * 30000) + 1600 + 100),
            "after <== sum;" => BoundedUpdateWitness.Claim(real, 5000, 100, 30000, -40).SetNorm(5000, 0).SetInner(),

            // The norm that is compared is not the norm, the bound not the bound.
            "limit.value <== accOut;" => Limited(BoundedUpdateWitness.Claim(real, 10, 0, 30, -40), 10).SetInner(value: 0),
            "limit.bound <== bound;" => Limited(BoundedUpdateWitness.Claim(real, 10, 0, 30, -40), Wide - 2500).SetInner(bound: Wide),

            // The value whose range is checked is not the one that is squared.
            _ => OutOfRange(real),
        };
        Assert.Empty(bad.Violated(unbound));
        Assert.NotEmpty(bad.Violated());

        BoundedUpdateWitness Limited(BoundedUpdateWitness witness, BigInteger left)
        {
            for (int i = 0; i < 127; i++) witness.Set($"limit.low[{i}]", (left >> i) & 1);
            return witness;
        }
    }

    [Fact]
    public async Task Context_and_blindings_are_free_in_the_circuit_and_public_all_the_same()
    {
        TestCircuit real = await TestCircuit.BoundedUpdateAsync(2);
        foreach (string name in (string[])["ctx", "rho", "blind"])
        {
            BoundedUpdateWitness witness = BoundedUpdateWitness.Claim(real, 5000, 100, 30, -40);
            Assert.Empty(witness.Set(name, RankOneSystem.R - 7).Violated());

            // A public signal: wires 1 to K + 6, in the order of the template's head.
            Assert.InRange(real.Wires["main." + name], 1, real.ChunkSize + 6);
        }

        Assert.Equal(
            ["accOut", "ctx", "bound", "accIn", "x[0]", "x[1]", "rho", "blind"],
            real.Wires.Where(wire => wire.Value <= real.ChunkSize + 6).OrderBy(wire => wire.Value).Select(wire => wire.Key["main.".Length..]));
    }

    /// <summary>x_0 is one past the largest value; the range check sees the largest.</summary>
    private static BoundedUpdateWitness OutOfRange(TestCircuit real)
    {
        BoundedUpdateWitness witness = BoundedUpdateWitness.Claim(real, Wide, 0, PastTheLargest, 0).SetInner();
        witness.Set("norm.range[0].x", PastTheLargest - 1);
        for (int i = 0; i < 23; i++) witness.Set($"norm.range[0].low[{i}]", 1);
        return witness;
    }

    private static BigInteger RootOfMinusOne()
    {
        for (BigInteger g = 2; ; g++)
        {
            BigInteger root = BigInteger.ModPow(g, (RankOneSystem.R - 1) / 4, RankOneSystem.R);
            if (FedAvgWitness.Reduce((root * root) + 1).IsZero) return root;
        }
    }

    private static async Task PassesOnlyWithout(string check, int rows, BoundedUpdateWitness bad)
    {
        Assert.Empty(bad.Violated(await TestCircuit.BoundedUpdateAsync(2, check, rows)));
        Assert.NotEmpty(bad.Violated());
    }
}
