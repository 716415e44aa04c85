using FlZk.Platform.Files;

namespace FlZk.Platform.Tests;

public sealed class CrossProcessLockTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flzk-lock-");

    private string Name => Path.Combine(_folder.FullName, "work.lock");

    [Fact]
    public async Task Only_one_holder_at_a_time()
    {
        int inside = 0, most = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            using CrossProcessLock held = CrossProcessLock.Acquire(Name);
            int now = Interlocked.Increment(ref inside);
            lock (_folder) most = Math.Max(most, now);
            Thread.Sleep(5);
            Interlocked.Decrement(ref inside);
        })));
        Assert.Equal(1, most);
    }

    [Fact]
    public void A_waiter_is_told_once_and_can_give_up()
    {
        using CrossProcessLock held = CrossProcessLock.Acquire(Name);
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(350));
        int told = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => CrossProcessLock.Acquire(Name, () => told++, giveUp.Token));
        Assert.Equal(1, told);
    }

    [Fact]
    public void What_no_holder_will_ever_let_go_of_is_no_lock_to_wait_for()
    {
        Directory.CreateDirectory(Name);
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Exception failure = Assert.ThrowsAny<Exception>(() => CrossProcessLock.Acquire(Name, null, soon.Token));
        Assert.True(failure is IOException or UnauthorizedAccessException, failure.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
