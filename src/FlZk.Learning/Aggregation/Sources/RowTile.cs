using System.Buffers;

namespace FlZk.Learning.Aggregation.Sources;

/// <summary>One block of every update of a round side by side, for rules that need all values of a parameter at once.</summary>
internal sealed class RowTile : IDisposable
{
    private readonly int[] _values;

    private RowTile(int[] values, int rows, int length, int pitch)
    {
        _values = values;
        Rows = rows;
        Length = length;
        Pitch = pitch;
    }

    /// <summary>n, the number of updates.</summary>
    public int Rows { get; }

    /// <summary>Parameters of the block.</summary>
    public int Length { get; }

    /// <summary>Integers from one row to the next; what lies behind a row's length is of no meaning.</summary>
    public int Pitch { get; }

    /// <summary>All rows, one behind the other; n <see cref="Pitch"/> long.</summary>
    public Span<int> Values => _values.AsSpan(0, Rows * Pitch);

    /// <summary>One update's part.</summary>
    public Span<int> this[int row] => _values.AsSpan(row * Pitch, Length);

    /// <summary>Reads a block of every update, checked against the round's format and unscaled.</summary>
    /// <exception cref="InvalidUpdateException">An update cannot be read, or holds a value out of range.</exception>
    /// <param name="round">The round.</param>
    /// <param name="start">The block's first parameter.</param>
    /// <param name="length">The block's length.</param>
    /// <param name="pitch">Integers from one row to the next, at least the length.</param>
    /// <exception cref="OverflowException">n <paramref name="pitch"/> is more than one array holds.</exception>
    public static RowTile Read(RoundInput round, int start, int length, int pitch)
    {
        var tile = new RowTile(ArrayPool<int>.Shared.Rent(checked(round.Count * pitch)), round.Count, length, pitch);
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
