namespace FlZk.Learning.Aggregation.Sources;

/// <summary>An update that lies in memory.</summary>
/// <param name="name">What a user knows it by.</param>
/// <param name="update">Its d integers; kept, not copied.</param>
public sealed class ArraySource(string name, ReadOnlyMemory<int> update) : IUpdateSource
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public int Length => update.Length;

    /// <inheritdoc/>
    public bool TryGetBlock(int start, int length, out ReadOnlySpan<int> values)
    {
        values = update.Span.Slice(start, length);
        return true;
    }

    /// <inheritdoc/>
    public void Read(int start, Span<int> values) => update.Span.Slice(start, values.Length).CopyTo(values);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
