namespace FlZk.Platform.Files;

/// <summary>Mutual exclusion between processes on one machine, held through an exclusively opened file;
/// released when the holder dies.</summary>
public sealed class CrossProcessLock : IDisposable
{
    private const int WindowsSharingViolation = 32;
    private const int WindowsLockViolation = 33;
    private const int LinuxTryAgain = 11;
    private const int MacTryAgain = 35;

    private readonly FileStream _held;

    private CrossProcessLock(FileStream held) => _held = held;

    /// <summary>Waits until the lock at <paramref name="path"/> is free and takes it.</summary>
    /// <param name="path">The lock file; it is created as needed and stays behind, empty.</param>
    /// <param name="onWait">Called once when somebody else holds the lock, so that a host can say what it waits for.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="IOException">The lock file cannot be made: the folder is read-only, the disk full.</exception>
    public static CrossProcessLock Acquire(string path, Action? onWait = null, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        bool told = false;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new CrossProcessLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException busy) when (IsHeldElsewhere(busy))
            {
                if (!told) onWait?.Invoke();
                told = true;
                if (cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(100))) cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    // A full disk or a read-only folder must not look like a lock that somebody will let go of.
    private static bool IsHeldElsewhere(IOException failure) => OperatingSystem.IsWindows()
        ? (failure.HResult & 0xffff) is WindowsSharingViolation or WindowsLockViolation
        : failure.HResult is LinuxTryAgain or MacTryAgain;

    /// <inheritdoc/>
    public void Dispose() => _held.Dispose();
}
