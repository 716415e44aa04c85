using FlZk.Learning.Aggregation.Devices;

namespace FlZk.Learning.Tests;

public sealed class BlockSharesTests
{
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 4, 8)]
    [InlineData(7, 2, 3)]
    [InlineData(1000, 1, 8)]
    [InlineData(1000, 3, 1)]
    [InlineData(1003, 3, 16)]
    public void One_thread_alone_takes_every_piece_once(int pieces, int workers, int most)
    {
        for (int worker = 0; worker < workers; worker++)
        {
            var taken = new int[pieces];
            var shares = new BlockShares(pieces, workers, most);
            for (int count = shares.Take(worker, out int first); count > 0; count = shares.Take(worker, out first))
            {
                Assert.InRange(count, 1, most);
                for (int i = 0; i < count; i++) taken[first + i]++;
            }

            Assert.All(taken, times => Assert.Equal(1, times));
            Assert.Equal(0, shares.Take(worker, out _));
        }
    }

    [Fact]
    public void Threads_that_race_take_every_piece_once()
    {
        const int pieces = 200_003, workers = 4;
        foreach (int most in (int[])[1, 5])
        {
            var shares = new BlockShares(pieces, workers, most);
            var taken = new int[pieces];
            var threads = new Thread[workers];
            for (int i = 0; i < workers; i++)
            {
                int worker = i;
                threads[i] = new Thread(() =>
                {
                    for (int count = shares.Take(worker, out int first); count > 0; count = shares.Take(worker, out first))
                        for (int k = 0; k < count; k++) Interlocked.Increment(ref taken[first + k]);
                });
                threads[i].Start();
            }

            foreach (Thread thread in threads) thread.Join();
            Assert.Equal(-1, taken.AsSpan().IndexOfAnyExcept(1));
        }
    }

    [Fact]
    public void A_thread_goes_on_where_it_is_and_helps_at_the_other_end_of_the_fullest_share()
    {
        var shares = new BlockShares(100, 2, 10);
        Assert.Equal((10, 0), (shares.Take(0, out int first), first));
        Assert.Equal((10, 10), (shares.Take(0, out first), first));
        Assert.Equal((10, 50), (shares.Take(1, out first), first));

        // Never more than half of what is left, so that others find something as long as there are two.
        int[] rest = [.. Enumerable.Range(0, 7).Select(_ => shares.Take(0, out int _))];
        Assert.Equal([10, 10, 5, 2, 1, 1, 1], rest);

        // Of 40 left to the other.
        Assert.Equal((10, 90), (shares.Take(0, out first), first));
        Assert.Equal((10, 60), (shares.Take(1, out first), first));
        Assert.Equal((10, 80), (shares.Take(0, out first), first));
        Assert.Equal((5, 70), (shares.Take(1, out first), first));
        shares.Clear();
        Assert.Equal(0, shares.Take(0, out _));
        Assert.Equal(0, shares.Take(1, out _));
    }
}
