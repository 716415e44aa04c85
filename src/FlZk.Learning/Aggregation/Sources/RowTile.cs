using System.Buffers;

namespace FlZk.Learning.Aggregation.Sources;

/// <summary>One block of every update of a round side by side, for rules that need all values of a parameter at once.</summary>
internal sealed class RowTile : IDisposable
{
    private readonly int[] _values;

    private RowTile(int[] values, int rows, int length)
    {
        _values = values;
        Rows = rows;
        Length = length;
    }

    /// <summary>n, the number of updates.</summary>
    public int Rows { get; }

    /// <summary>Parameters of the block.</summary>
    public int Length { get; }

    /// <summary>All rows, one behind the other; n <see cref="Length"/> long.</summary>
    public Span<int> Values => _values.AsSpan(0, Rows * Length);

    /// <summary>One update's part.</summary>
    public Span<int> this[int row] => _values.AsSpan(row * Length, Length);

    /// <summary>Reads a block of every update, checked against the round's format and unscaled.</summary>
    /// <exception cref="InvalidUpdateException">An update cannot be read, or holds a value out of range.</exception>
    /// <exception cref="OverflowException">n <paramref name="length"/> is more than one array holds.</exception>
    public static RowTile Read(RoundInput round, int start, int length)
    {
        var tile = new RowTile(ArrayPool<int>.Shared.Rent(checked(round.Count * length)), round.Count, length);
        try
        {
            for (int i = 0; i < round.Count; i++)
            {
                Span<int> row = tile[i];
                ReadOnlySpan<int> values = BlockReader.Read(round, i, start, row);
                if (!values.Overlaps(row)) values.CopyTo(row);
            }

            return tile;
        }
        catch
        {
            tile.Dispose();
            throw;
        }
    }

    /// <summary>Gives the memory back; the tile must not be used afterwards.</summary>
    public void Dispose() => ArrayPool<int>.Shared.Return(_values);
}
