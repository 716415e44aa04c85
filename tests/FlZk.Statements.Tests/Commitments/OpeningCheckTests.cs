using CsCheck;
using FlZk.Bn254;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Statements.Tests.Commitments;

/// <summary>The check that keeps one provider from stalling a round, or from setting the whole model.</summary>
public sealed class OpeningCheckTests
{
    private static readonly PedersenGenerators G = LinkedFixture.Generators;
    private static readonly ValueRange Range = new(24);

    [Fact]
    public void Honest_updates_of_any_number_of_providers_pass() => Gen.Select(Gen.Int[1, 30], Gen.Int[1, 12], Gen.Int).Sample(
        (d, n, seed) => OpeningCheck.FindFaults(G, d, Range, Updates(d, n, $"{seed}")).Count == 0, iter: 20);

    [Fact]
    public void Values_at_the_edges_of_32_bits_pass()
    {
        int[] values = [int.MinValue, int.MaxValue, -1, 0];
        Fr rho = VectorCommitment.FreshBlinding();
        DeliveredUpdate update = new("a", VectorCommitment.Commit(G, values, rho), values, rho);
        Assert.Empty(OpeningCheck.FindFaults(G, 4, new ValueRange(32), [update, update, update]));
    }

    [Fact]
    public void The_culprits_are_named_and_nobody_else()
    {
        List<DeliveredUpdate> updates = Updates(10, 6, "named");
        updates[1] = updates[1] with { Blinding = updates[1].Blinding + Fr.One };
        updates[4] = updates[4] with { Values = Changed(updates[4].Values, 3, 1) };
        IReadOnlyList<OpeningFault> faults = OpeningCheck.FindFaults(G, 10, Range, updates);
        Assert.Equal([(1, "provider 1"), (4, "provider 4")], faults.Select(fault => (fault.Index, fault.Provider)));
        Assert.All(faults, fault => Assert.Equal(OpeningFaultKind.WrongOpening, fault.Kind));
    }

    [Fact]
    public void Errors_that_cancel_in_an_unweighted_sum_are_found()
    {
        List<DeliveredUpdate> updates = Updates(10, 2, "cancel");
        updates[0] = updates[0] with { Values = Changed(updates[0].Values, 0, 1) };
        updates[1] = updates[1] with { Values = Changed(updates[1].Values, 0, -1) };

        // Without random factors the batch would hold: the sum of the values opens the sum of the commitments.
        long[] sums = new long[10];
        for (int j = 0; j < 10; j++) sums[j] = updates.Sum(update => (long)update.Values.Span[j]);
        Assert.True((updates[0].Commitment + updates[1].Commitment).Opens(G, sums, updates[0].Blinding + updates[1].Blinding));
        Assert.Equal([0, 1], OpeningCheck.FindFaults(G, 10, Range, updates).Select(fault => fault.Index));
    }

    [Fact]
    public void A_copied_or_derived_commitment_cannot_be_opened_by_the_copier()
    {
        List<DeliveredUpdate> updates = Updates(10, 3, "copy");
        var own = Updates(10, 1, "copier")[0];
        updates.Add(own with { Provider = "copier", Commitment = updates[0].Commitment });
        updates.Add(own with { Provider = "deriver", Commitment = updates[0].Commitment + own.Commitment });
        Assert.Equal(["copier", "deriver"], OpeningCheck.FindFaults(G, 10, Range, updates).Select(fault => fault.Provider));
    }

    [Fact]
    public void An_update_out_of_range_is_refused_though_it_opens()
    {
        int[] values = [0, 1 << 23];
        Fr rho = VectorCommitment.FreshBlinding();
        DeliveredUpdate update = new("a", VectorCommitment.Commit(G, values, rho), values, rho);
        OpeningFault fault = Assert.Single(OpeningCheck.FindFaults(G, 2, Range, [update]));
        Assert.Equal((OpeningFaultKind.ValueOutOfRange, "Value 1 is 8388608, outside [-8388608, 8388607]."), (fault.Kind, fault.Detail));
        Assert.Empty(OpeningCheck.FindFaults(G, 2, new ValueRange(25), [update]));
    }

    [Fact]
    public void Wrong_lengths_and_points_are_refused()
    {
        List<DeliveredUpdate> updates = Updates(10, 4, "shape");
        updates[0] = updates[0] with { Values = updates[0].Values[..9] };
        updates[1] = updates[1] with { Commitment = new(G1Affine.Infinity), Values = new int[10], Blinding = Fr.Zero };
        updates[2] = updates[2] with { Commitment = new(new G1Affine(Fp.One, Fp.One)) };
        Assert.Equal(
            [OpeningFaultKind.WrongLength, OpeningFaultKind.CommitmentAtInfinity, OpeningFaultKind.CommitmentOffCurve],
            OpeningCheck.FindFaults(G, 10, Range, updates).Select(fault => fault.Kind));
    }

    [Fact]
    public void Nothing_delivered_is_nothing_at_fault() => Assert.Empty(OpeningCheck.FindFaults(G, 10, Range, []));

    private static List<DeliveredUpdate> Updates(int d, int n, string seed)
    {
        Round round = Round.Make(d, n, seed);
        return [.. Enumerable.Range(0, n).Select(
            i => new DeliveredUpdate($"provider {i}", round.Commitments[i], round.Updates[i], round.Blindings[i]))];
    }

    private static int[] Changed(ReadOnlyMemory<int> values, int at, int by)
    {
        int[] changed = values.ToArray();
        changed[at] += by;
        return changed;
    }
}
