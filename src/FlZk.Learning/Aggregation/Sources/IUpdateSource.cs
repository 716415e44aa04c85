namespace FlZk.Learning.Aggregation.Sources;

/// <summary>One provider's update of d fixed-point parameters, read in blocks.</summary>
/// <remarks>Blocks are asked for in any order and from many threads at once. A source checks what it alone can know (its file ends early, a
/// real is not finite); that every integer lies inside the round's format is checked by whoever reads, while the block is in the
/// cache.</remarks>
public interface IUpdateSource : IDisposable
{
    /// <summary>What a user knows it by: a file's name, an address.</summary>
    string Name { get; }

    /// <summary>d, the number of parameters.</summary>
    int Length { get; }

    /// <summary>Gives a block where it lies, when it lies in memory as integers; nothing is copied.</summary>
    /// <param name="start">The block's first parameter.</param>
    /// <param name="length">Parameters of the block; <paramref name="start"/> + <paramref name="length"/> is at most d.</param>
    /// <param name="values">The block, when the answer is true.</param>
    /// <returns>Whether the update lies in memory; the same for every block.</returns>
    bool TryGetBlock(int start, int length, out ReadOnlySpan<int> values);

    /// <summary>Copies a block.</summary>
    /// <param name="start">The block's first parameter.</param>
    /// <param name="values">Receives as many parameters as it is long.</param>
    /// <exception cref="UnusableUpdateException">The update cannot be read to its end, or holds what has no fixed-point form.</exception>
    void Read(int start, Span<int> values);
}
