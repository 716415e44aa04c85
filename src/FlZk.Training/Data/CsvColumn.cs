using System.Globalization;
using System.Runtime.InteropServices;
using FlZk.Platform.Files;

namespace FlZk.Training.Data;

/// <summary>One column of a table while it is read: numbers as long as every value is one, categories as long as there are few.</summary>
internal sealed class CsvColumn
{
    /// <summary>More distinct values than this are no categories.</summary>
    public const int MaxCategories = 64;

    private const int Missing = -1;

    private readonly List<float> _numbers = [];
    private readonly List<int> _categories = [];
    private readonly Dictionary<string, int> _categoryIds = new(StringComparer.Ordinal);
    private bool _numeric = true;
    private bool _categorical = true;

    public CsvColumn(string name) => Name = name;

    public string Name { get; }

    /// <summary>Names of the features this column becomes: itself, or one per category.</summary>
    public IReadOnlyList<string> FeatureNames => _numeric ? [Name] : [.. SortedCategories().Select(category => $"{Name}={category}")];

    /// <summary>Whether a cell says that there is no value: empty, or one of the usual words.</summary>
    public static bool IsMissing(string cell) => cell.Length == 0 || cell is "?" or "NA" or "N/A" or "NaN" or "nan" or "null" or "NULL";

    /// <summary>Adds a cell.</summary>
    /// <exception cref="FileFormatException">The column is now neither all numbers nor few categories.</exception>
    public void Add(string cell, string file, int line)
    {
        cell = cell.Trim();
        bool missing = IsMissing(cell);
        if (_numeric)
        {
            float number = float.NaN;
            bool parsed = missing
                || (float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && float.IsFinite(number));
            if (parsed)
            {
                _numbers.Add(number);
            }
            else
            {
                _numeric = false;
                _numbers.Clear();
            }
        }

        if (_categorical) AddCategory(cell, missing);
        if (!_numeric && !_categorical)
        {
            throw new FileFormatException(
                file, $"line {line}, column '{Name}': '{Shorten(cell)}' is not a number, and the column has more than {MaxCategories} "
                + $"different values.");
        }
    }

    /// <summary>Writes a row's features: the number (NaN when missing), or a 1 among zeros (all zeros when missing).</summary>
    public void Encode(int row, Span<float> target, ReadOnlySpan<int> ranks)
    {
        if (_numeric)
        {
            target[0] = _numbers[row];
            return;
        }

        target.Clear();
        if (_categories[row] != Missing) target[ranks[_categories[row]]] = 1;
    }

    /// <summary>Position of each category, by its number of first appearance, in the sorted order of <see cref="FeatureNames"/>.</summary>
    public int[] CategoryRanks()
    {
        if (_numeric) return [];
        var ranks = new int[_categoryIds.Count];
        int rank = 0;
        foreach (string category in SortedCategories()) ranks[_categoryIds[category]] = rank++;
        return ranks;
    }

    internal static string Shorten(string cell) => cell.Length <= 40 ? cell : cell[..40] + "...";

    private void AddCategory(string cell, bool missing)
    {
        if (missing)
        {
            _categories.Add(Missing);
            return;
        }

        ref int id = ref CollectionsMarshal.GetValueRefOrAddDefault(_categoryIds, cell, out bool exists);
        if (!exists) id = _categoryIds.Count - 1;
        _categories.Add(id);
        if (_categoryIds.Count <= MaxCategories) return;
        _categorical = false;
        _categories.Clear();
        _categoryIds.Clear();
    }

    private IOrderedEnumerable<string> SortedCategories() => _categoryIds.Keys.Order(StringComparer.Ordinal);
}
