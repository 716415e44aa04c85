using FlZk.Bn254.Curves;
using FlZk.Bn254.Lanes;
using FlZk.Bn254.MultiScalar;

namespace FlZk.Bn254.Tests.MultiScalar;

/// <summary>
/// Batch-affine sums of segments and weighted sums, per instruction tier, against Jacobian sums of one point after another.
/// </summary>
public abstract class SegmentAdderLaws
{
    private const int PoolSize = 400;
    private static readonly G1Affine[] Pool =
        [.. Enumerable.Range(0, PoolSize).Select(i => G1Affine.Generator * Fr.FromInt64((long)i * i))];
    private readonly InstructionTier _tier;

    private protected SegmentAdderLaws(InstructionTier tier)
    {
        Tiers.Require(tier);
        _tier = tier;
    }

    /// <summary>Around where batches are scalar, fill a group of 64 pairs, and fill a batch of 2048 pairs.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(129)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(4200)]
    public void Pairs_of_distinct_points(int pairs) =>
        Check([.. Enumerable.Range(0, 2 * pairs).Select(i => Pool[1 + (i % (PoolSize - 1))])], [.. Enumerable.Repeat(2, pairs)]);

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(33)]
    [InlineData(128)]
    [InlineData(5000)]
    public void One_segment(int length) => Check([.. Enumerable.Range(0, length).Select(i => Pool[(i * 7) % PoolSize])], [length]);

    [Theory]
    [InlineData(40)]
    [InlineData(5000)]
    public void Every_addition_is_a_doubling(int length) => Check([.. Enumerable.Repeat(Pool[7], length)], [length]);

    [Theory]
    [InlineData(40)]
    [InlineData(5000)]
    public void Every_addition_cancels(int length) =>
        Check([.. Enumerable.Range(0, length).Select(i => i % 2 == 0 ? Pool[7] : -Pool[7])], [length]);

    [Theory]
    [InlineData(40)]
    [InlineData(5000)]
    public void Every_point_is_infinity(int length) => Check(new G1Affine[length], [length]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Exceptions_in_each_lane(int kind)
    {
        // One exception among 64 pairs, in every place; then two kinds at once.
        for (int place = 0; place < 64; place++)
        {
            G1Affine[] points = [.. Enumerable.Range(0, 128).Select(i => Pool[i + 1])];
            points[(2 * place) + kind] = G1Affine.Infinity;
            points[(2 * ((place + 9) % 64)) + 1] = points[2 * ((place + 9) % 64)];
            points[(2 * ((place + 20) % 64)) + 1] = -points[2 * ((place + 20) % 64)];
            Check(points, [.. Enumerable.Repeat(2, 64)]);
        }
    }

    [Fact]
    public void Random_segments_of_adversarial_points()
    {
        var random = new Random(8);
        for (int round = 0; round < 30; round++)
        {
            int[] lengths = [.. Enumerable.Range(0, random.Next(1, 400))
                .Select(_ => random.Next(4) == 0 ? 0 : random.Next(1, 1 << random.Next(1, 7)))];
            int few = random.Next(1, 8);
            G1Affine[] points = [.. Enumerable.Range(0, lengths.Sum()).Select(_ => Draw(random, few))];
            Check(points, lengths);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(2047)]
    public void Weighted_sum_is_the_naive_sum(int length)
    {
        var random = new Random(length);
        var sum = new WeightedSum<Fp>(SegmentAdder<Fp>.Create(_tier));
        foreach (int few in new[] { 1, 3, PoolSize })
        {
            G1Affine[] points = [.. Enumerable.Range(0, length).Select(_ => Draw(random, few))];
            JacobianPoint<Fp> expected = JacobianPoint<Fp>.Infinity;
            for (int i = 0; i < length; i++) expected = expected.Add((points[i] * Fr.FromInt64(i + 1)).Point);
            Assert.True(expected.Equals(sum.Compute([.. points.Select(p => p.Point)])));
        }
    }

    private static G1Affine Draw(Random random, int few)
    {
        G1Affine point = Pool[random.Next(few)];
        return random.Next(2) == 0 ? point : -point;
    }

    private void Check(G1Affine[] points, int[] lengths)
    {
        var starts = new int[lengths.Length];
        for (int s = 1; s < starts.Length; s++) starts[s] = starts[s - 1] + lengths[s - 1];
        AffinePoint<Fp>[] working = [.. points.Select(p => p.Point)];
        int[] left = [.. lengths];
        SegmentAdder<Fp>.Create(_tier).SumSegments(working, starts, left);
        for (int s = 0; s < lengths.Length; s++)
        {
            Assert.Equal(Math.Min(lengths[s], 1), left[s]);
            if (lengths[s] == 0) continue;
            JacobianPoint<Fp> expected = JacobianPoint<Fp>.Infinity;
            for (int i = 0; i < lengths[s]; i++) expected = expected.Add(points[starts[s] + i].Point);

            // Bit for bit: equality of elements is equality of their limbs.
            Assert.Equal(G1Affine.From(expected.ToAffine()), G1Affine.From(working[starts[s]]));
        }
    }
}
