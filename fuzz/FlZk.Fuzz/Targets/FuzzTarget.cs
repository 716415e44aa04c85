using FlZk.Groth16;
using FlZk.Platform.Files;

namespace FlZk.Fuzz;

/// <summary>One reader under attack: whatever the bytes, it succeeds or refuses them by name, and allocates in
/// proportion to them.</summary>
/// <param name="Name">On the command line.</param>
/// <param name="Seeds">Well-formed inputs to begin with, by name.</param>
/// <param name="Read">Reads a file; throws only what <see cref="Run"/> takes for a refusal.</param>
internal sealed record FuzzTarget(string Name, Func<IEnumerable<KeyValuePair<string, byte[]>>> Seeds, Action<string> Read)
{
    // A decimal of 77 digits becomes UTF-16 text, an integer and a field element; nothing costs more per byte of the file.
    private const long AllowancePerByte = 32;

    /// <summary>What may be allocated whatever the file: buffers of streams and sections, messages, the JSON parser's pools.</summary>
    public long FixedAllowance { get; init; } = 1 << 20;

    /// <summary>Reads one input.</summary>
    /// <returns>Whether it was accepted.</returns>
    /// <exception cref="DisproportionException">The reader allocated more than the input's size pays for.</exception>
    public bool Run(string path)
    {
        long allowed = FixedAllowance + (AllowancePerByte * new FileInfo(path).Length);
        bool accepted = Measured(path, out long allocated);

        // A first run also pays for tables and caches that later ones share.
        if (allocated > allowed) accepted = Measured(path, out allocated);
        if (allocated > allowed)
            throw new DisproportionException($"{Name}: {allocated} bytes allocated, {allowed} allowed for a file of this size.");
        return accepted;
    }

    private bool Measured(string path, out long allocated)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        bool accepted = true;
        try
        {
            Read(path);
        }
        catch (Exception refusal) when (refusal is FileFormatException or KeyException)
        {
            accepted = false;
        }

        allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        return accepted;
    }
}
