using System.Numerics;
using CsCheck;
using FlZk.Learning.Aggregation.Kernels;

namespace FlZk.Learning.Tests;

public sealed class RoundedQuotientTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Quotients_next_to_every_boundary_are_exact(bool vectorised)
    {
        // The hardest sums: one off a multiple of W, and one off its half, at both ends of the range and around zero.
        var gen = Gen.Select(
            Gen.OneOf(Gen.Int[1, 5], Gen.Int[(1 << 20) - 3, (1 << 20) - 1], Gen.Int[1, (1 << 20) - 1]),
            Gen.OneOf(
            Gen.Int[-(1 << 23), -(1 << 23) + 2],
            Gen.Int[(1 << 23) - 3, (1 << 23) - 1],
            Gen.Int[-3, 3],
            Gen.Int[-(1 << 23), (1 << 23) - 1]));
        gen.Sample((weight, quotient) =>
        {
            long multiple = (long)weight * quotient;
            long[] sums =
            [
                .. ((long[])[-1, 0, 1, (weight / 2) - 1, weight / 2, (weight / 2) + 1, -(weight / 2) - 1, -(weight / 2), -(weight / 2) + 1])
                    .Select(offset => multiple + offset),
            ];
            return Divide(sums, weight, vectorised).SequenceEqual(Reference(sums, weight));
        }, iter: 20_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Quotients_of_random_sums_are_exact(bool vectorised) =>
        Gen.Select(Gen.Int[1, (1 << 20) - 1], Gen.Double[-1, 1].Array[1, 40]).Sample((weight, shares) =>
        {
            long[] sums = [.. shares.Select(share => (long)(share * ((1 << 23) - 1) * weight))];
            return Divide(sums, weight, vectorised).SequenceEqual(Reference(sums, weight));
        }, iter: 5_000);

    private static int[] Divide(long[] sums, int weight, bool vectorised)
    {
        // Repeated, so that every sum passes through vectors and through the tail.
        long[] repeated = [.. Enumerable.Repeat(sums, 3).SelectMany(copy => copy)];
        var quotients = new int[repeated.Length];
        RoundedQuotient.Divide(repeated, weight, quotients, vectorised);
        Assert.Equal(quotients[..sums.Length], quotients[sums.Length..(2 * sums.Length)]);
        Assert.Equal(quotients[..sums.Length], quotients[(2 * sums.Length)..]);
        return quotients[..sums.Length];
    }

    private static IEnumerable<int> Reference(long[] sums, int weight) =>
        sums.Select(s => (int)FedAvgReference.FloorDivide(new BigInteger(s) + (weight / 2), weight));
}
