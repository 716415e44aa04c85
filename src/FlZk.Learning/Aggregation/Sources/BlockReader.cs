using FlZk.Learning.Aggregation.Kernels;

namespace FlZk.Learning.Aggregation.Sources;

/// <summary>Blocks of a round's updates, where they lie or copied, with what is wrong said in the round's terms.</summary>
internal static class BlockReader
{
    /// <summary>Whether every update lies in memory, so that reading short blocks costs nothing.</summary>
    public static bool LieInMemory(RoundInput round)
    {
        foreach (IUpdateSource source in round.Sources)
        {
            if (!source.TryGetBlock(0, 1, out _)) return false;
        }

        return true;
    }

    /// <summary>A block with every value inside the round's format.</summary>
    /// <param name="round">The round.</param>
    /// <param name="i">The update.</param>
    /// <param name="start">The block's first parameter.</param>
    /// <param name="buffer">As long as the block; used when the update does not lie in memory.</param>
    /// <returns>The block where it lies, or <paramref name="buffer"/>.</returns>
    /// <exception cref="InvalidUpdateException">The update cannot be read, or a value is out of range.</exception>
    public static ReadOnlySpan<int> Read(RoundInput round, int i, int start, Span<int> buffer)
    {
        ReadOnlySpan<int> values = ReadUnchecked(round, i, start, buffer);
        Check(round, i, start, values);
        return values;
    }

    /// <summary>As <see cref="Read"/>, for a kernel that checks the range itself in its one pass over the block.</summary>
    /// <exception cref="InvalidUpdateException">The update cannot be read.</exception>
    public static ReadOnlySpan<int> ReadUnchecked(RoundInput round, int i, int start, Span<int> buffer)
    {
        IUpdateSource source = round.Sources[i];
        if (source.TryGetBlock(start, buffer.Length, out ReadOnlySpan<int> values)) return values;
        try
        {
            source.Read(start, buffer);
        }
        catch (UnusableUpdateException refused)
        {
            throw new InvalidUpdateException(i, refused.Message, refused.ParameterIndex, refused);
        }

        return buffer;
    }

    /// <summary>Names the first value outside the round's format.</summary>
    /// <param name="round">The round.</param>
    /// <param name="i">The update.</param>
    /// <param name="start">The block's first parameter.</param>
    /// <param name="values">The block.</param>
    /// <exception cref="InvalidUpdateException">There is one.</exception>
    public static void Check(RoundInput round, int i, int start, ReadOnlySpan<int> values)
    {
        if (round.Format.Contains(values)) return;
        if (round.Format.IndexOfFirstOutOfRange(values) is var j and >= 0)
        {
            throw InvalidUpdateException.OutOfRange(i, start + j, values[j], round.Format);
        }
    }
}
