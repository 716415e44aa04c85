using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Tests;

/// <summary>An update that does not lie in memory, as far as anybody can see.</summary>
internal sealed class CopyingSource(string name, ReadOnlyMemory<int> update) : IUpdateSource
{
    public string Name => name;

    public int Length => update.Length;

    public bool TryGetBlock(int start, int length, out ReadOnlySpan<int> values)
    {
        values = default;
        return false;
    }

    public void Read(int start, Span<int> values) => update.Span.Slice(start, values.Length).CopyTo(values);

    public void Dispose()
    {
    }
}
