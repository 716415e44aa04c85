using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Rounds;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Tests;

public sealed class BlocksTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(5, 5)]
    [InlineData(6, 5)]
    [InlineData(1000, 1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(int.MaxValue, (1 << 30) + 1)]
    [InlineData(int.MaxValue, 1 << 16)]
    [InlineData(int.MaxValue - 1, 1 << 15)]
    public void Blocks_tile_a_vector_of_any_length(int length, int blockLength)
    {
        long next = 0;
        int index = 0;
        var blocks = new Blocks(length, blockLength);
        foreach ((int start, int count) in blocks)
        {
            Assert.Equal(next, start);
            Assert.InRange(count, 1, blockLength);
            Assert.Equal((start, count), blocks[index]);
            next += count;
            index++;
            Assert.True(count == blockLength || next == length);
        }

        Assert.Equal(length, next);
        Assert.Equal(blocks.Count, index);
    }

    [Fact]
    public void The_longest_update_is_read_to_its_end()
    {
        // Nobody has to hold it: every block of it is the same one.
        var longest = new EndlessSource(Array.MaxLength);
        Assert.Empty(RoundAggregation.FindRefusals([longest], [1], FixedPointFormat.Default, null, TestContext.Current.CancellationToken));
        Assert.Equal(Array.MaxLength, longest.End);
        longest = new EndlessSource(Array.MaxLength);
        var round = new RoundInput([longest], [1], FixedPointFormat.Default);
        long values = 0;
        BlockLoop.Run(
            round, 1 << 16, 2, (_, length) => Interlocked.Add(ref values, length), null, TestContext.Current.CancellationToken);
        Assert.Equal(Array.MaxLength, values);
        values = 0;
        BlockLoop.Run(
            round, 1 << 16, 1 << 12, 3, (_, length) => Interlocked.Add(ref values, length), null, TestContext.Current.CancellationToken);
        Assert.Equal(Array.MaxLength, values);
    }

    [Fact]
    public void Blocks_of_unequal_lengths_tile_the_round()
    {
        foreach (int length in (int[])[1, 99, 100, 101, 4000, 12_345])
        {
            foreach (int threads in (int[])[1, 2, 5])
            {
                var seen = new int[length];
                var round = new RoundInput([new ArraySource("a", new int[length])], [1], FixedPointFormat.Default);
                BlockLoop.Run(
                    round, 800, 100, threads,
                    (start, count) =>
                    {
                        Assert.True(start % 100 == 0 && count <= 800 && (count % 100 == 0 || start + count == length));
                        foreach (ref int times in seen.AsSpan(start, count)) Interlocked.Increment(ref times);
                    },
                    null, TestContext.Current.CancellationToken);
                Assert.All(seen, times => Assert.Equal(1, times));
            }
        }
    }

    [Fact]
    public void Nobody_begins_another_block_when_one_has_failed()
    {
        const int blocks = 5000;
        var round = new RoundInput([new ArraySource("a", new int[blocks])], [1], FixedPointFormat.Default);
        int begun = 0;
        Assert.Throws<TimeoutException>(() => BlockLoop.Run(
            round, 1, 2,
            (start, _) =>
            {
                Interlocked.Increment(ref begun);
                if (start == 0)
                {
                    // Not before the other thread is at work.
                    SpinWait.SpinUntil(() => Volatile.Read(ref begun) > 1, TimeSpan.FromSeconds(10));
                    throw new TimeoutException();
                }

                Thread.Sleep(1);
            },
            null, TestContext.Current.CancellationToken));
        Assert.InRange(begun, 2, blocks / 2);
    }

    private sealed class EndlessSource(int length) : IUpdateSource
    {
        private readonly int[] _block = new int[1 << 16];

        public string Name => "endless";

        public int Length => length;

        public long End { get; private set; }

        public bool TryGetBlock(int start, int length, out ReadOnlySpan<int> values)
        {
            End = Math.Max(End, (long)start + length);
            values = _block.AsSpan(0, length);
            return true;
        }

        public void Read(int start, Span<int> values) => values.Clear();

        public void Dispose()
        {
        }
    }
}
