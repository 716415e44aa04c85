using FlZk.Platform.Files;
using Microsoft.Win32.SafeHandles;

namespace FlZk.Groth16;

/// <summary>The file that an open key came from, and its mapping if there is one.</summary>
internal sealed class ProvingKeySource : IDisposable
{
    private readonly SafeFileHandle? _handle;
    private readonly MappedPoints? _mapped;

    /// <summary>Describes a source.</summary>
    /// <param name="path">The .zkey file.</param>
    /// <param name="identity">What it was before the first byte was read.</param>
    /// <param name="fingerprint">SHA-256 of everything in it but the large arrays.</param>
    /// <param name="isFromConverted">Whether a converted key stood in for the large arrays' checks.</param>
    /// <param name="handle">The open file, kept for its lock and identity; null when the key is copied.</param>
    /// <param name="mapped">The mapped points; null when the key is copied.</param>
    public ProvingKeySource(
        string path, FileIdentity identity, byte[] fingerprint, bool isFromConverted, SafeFileHandle? handle, MappedPoints? mapped)
    {
        Path = path;
        Identity = identity;
        Fingerprint = fingerprint;
        IsFromConverted = isFromConverted;
        _handle = handle;
        _mapped = mapped;
    }

    public string Path { get; }

    public FileIdentity Identity { get; }

    public byte[] Fingerprint { get; }

    public bool IsFromConverted { get; }

    /// <summary>Keeps mapped memory; null when there is none to keep.</summary>
    /// <exception cref="ObjectDisposedException">The key has been disposed of.</exception>
    /// <exception cref="IOException">The mapped file has changed since it was opened.</exception>
    public IDisposable? Hold()
    {
        if (_mapped is null) return null;
        _mapped.Hold();
        try
        {
            // Reading pages that are gone ends the process, and pages that changed were never checked.
            if (FileIdentity.Of(_handle!) is var now && (now.Length != Identity.Length || now.Modified != Identity.Modified))
                throw new IOException($"{Path} has changed since it was opened; open it again.");
            return new Holder(_mapped);
        }
        catch
        {
            _mapped.Release();
            throw;
        }
    }

    public void Dispose()
    {
        _mapped?.Dispose();
        _handle?.Dispose();
    }

    private sealed class Holder(MappedPoints mapped) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0) mapped.Release();
        }
    }
}
