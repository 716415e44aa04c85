using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests.MultiScalar;

/// <summary>
/// Batch-affine sums of segments, per field and instruction tier, against Jacobian sums of one point after another. Points are named by
/// their place in a pool of squares times the generator, the opposite point by its negative; the first is infinity.
/// </summary>
public abstract class SegmentSumsLaws
{
    private const int PoolSize = SegmentSumsCheck.PoolSize;
    private readonly SegmentSumsCheck _check;

    private protected SegmentSumsLaws(InstructionTier tier, SegmentSumsCheck check)
    {
        Tiers.Require(tier);
        _check = check;
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
        _check.Run([.. Enumerable.Range(0, 2 * pairs).Select(i => 1 + (i % (PoolSize - 1)))], [.. Enumerable.Repeat(2, pairs)]);

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(33)]
    [InlineData(128)]
    [InlineData(5000)]
    public void One_segment(int length) => _check.Run([.. Enumerable.Range(0, length).Select(i => (i * 7) % PoolSize)], [length]);

    [Theory]
    [InlineData(40)]
    [InlineData(5000)]
    public void Every_addition_is_a_doubling(int length) => _check.Run([.. Enumerable.Repeat(7, length)], [length]);

    [Theory]
    [InlineData(40)]
    [InlineData(5000)]
    public void Every_addition_cancels(int length) =>
        _check.Run([.. Enumerable.Range(0, length).Select(i => i % 2 == 0 ? 7 : -7)], [length]);

    [Theory]
    [InlineData(40)]
    [InlineData(5000)]
    public void Every_point_is_infinity(int length) => _check.Run(new int[length], [length]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Exceptions_in_each_lane(int kind)
    {
        // One exception among 64 pairs, in every place; then two kinds at once.
        for (int place = 0; place < 64; place++)
        {
            int[] points = [.. Enumerable.Range(0, 128).Select(i => i + 1)];
            points[(2 * place) + kind] = 0;
            points[(2 * ((place + 9) % 64)) + 1] = points[2 * ((place + 9) % 64)];
            points[(2 * ((place + 20) % 64)) + 1] = -points[2 * ((place + 20) % 64)];
            _check.Run(points, [.. Enumerable.Repeat(2, 64)]);
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
            int[] points = [.. Enumerable.Range(0, lengths.Sum()).Select(_ => Draw(random, few))];
            _check.Run(points, lengths);
        }
    }

    [Theory]
    [InlineData(16383)]
    [InlineData(16384)]
    [InlineData(16385)]
    [InlineData(40000)]
    public void Segments_longer_than_a_block(int length) => _check.Run(
        [.. Enumerable.Range(0, length + 7).Select(i => (i * 11) % PoolSize)], [2, 0, length, 1, 4]);

    [Fact]
    public void Segments_that_do_not_fit_the_block_begun() => _check.Run(
        [.. Enumerable.Range(0, 30000).Select(i => (i * 13) % PoolSize)], [9000, 9000, 1, 11999]);

    private static int Draw(Random random, int few)
    {
        int point = random.Next(few);
        return random.Next(2) == 0 ? point : -point;
    }
}
