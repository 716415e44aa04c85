using System.Globalization;
using System.Text;
using FlZk.Platform.Files;

namespace FlZk.Training.Data;

/// <summary>Reads a data set from comma-separated text (RFC 4180, UTF-8, names in the first line).</summary>
/// <remarks>A column of numbers becomes one feature; a column of text becomes one 0/1 feature per different value, of which there may be
/// few. An empty cell,
/// <c>?</c>, <c>NA</c>, <c>NaN</c> or <c>null</c> is a missing value: NaN among numbers (standardisation makes it the mean), all zeros
/// among categories.</remarks>
public static class CsvDataset
{
    private const int MaxClasses = 256;
    private const int MaxFeatures = 4096;

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labelColumn">Name of the column that holds the class.</param>
    /// <exception cref="FileFormatException">The text is not such a table, there is no such column, a label is missing, or a column is
    /// neither
    /// numbers nor few categories; names line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TabularDataset Read(string path, string labelColumn)
    {
        ArgumentNullException.ThrowIfNull(labelColumn);
        using var text = new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        try
        {
            return Read(path, text, labelColumn);
        }
        catch (DecoderFallbackException cause)
        {
            throw new FileFormatException(path, "the text is not UTF-8.", null, cause);
        }
    }

    /// <summary>As the public one, from any text.</summary>
    internal static TabularDataset Read(string file, TextReader text, string labelColumn)
    {
        var records = new CsvFields(file, text);
        var fields = new List<string>();
        if (!records.TryReadRecord(fields)) throw new FileFormatException(file, "the file is empty.");
        List<string> header = [.. fields.Select(name => name.Trim())];
        int labelIndex = FindLabel(file, header, labelColumn);
        CsvColumn[] columns = [.. header.Where((_, i) => i != labelIndex).Select(name => new CsvColumn(name))];
        var labels = new List<string>();
        var interned = new Dictionary<string, string>(StringComparer.Ordinal);
        while (records.TryReadRecord(fields))
        {
            if (fields.Count != header.Count)
            {
                throw new FileFormatException(
                    file, $"line {records.Line}: {fields.Count} values where the first line names {header.Count} columns.");
            }

            string label = fields[labelIndex].Trim();
            if (CsvColumn.IsMissing(label))
            {
                throw new FileFormatException(file, $"line {records.Line}, column '{labelColumn}': the label is missing.");
            }
            if (!interned.TryGetValue(label, out string? known))
            {
                interned.Add(label, known = label);
                if (interned.Count > MaxClasses)
                {
                    throw new FileFormatException(
                        file, $"line {records.Line}, column '{labelColumn}': more than {MaxClasses} different labels; is this a class?");
                }
            }

            labels.Add(known);
            for (int i = 0, c = 0; i < fields.Count; i++)
            {
                if (i != labelIndex) columns[c++].Add(fields[i], file, records.Line);
            }
        }

        if (interned.Count < 2)
        {
            throw new FileFormatException(file, $"column '{labelColumn}' has {interned.Count} different labels; two or more are needed.");
        }
        return Assemble(file, columns, labels, interned.Keys);
    }

    private static int FindLabel(string file, List<string> header, string labelColumn)
    {
        if (header.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new FileFormatException(file, $"line 1: two columns are named '{CsvColumn.Shorten(twice.Key)}'.");
        }

        int index = header.IndexOf(labelColumn);
        if (index < 0)
        {
            string some = string.Join(", ", header.Take(20).Select(CsvColumn.Shorten)) + (header.Count > 20 ? ", ..." : "");
            throw new FileFormatException(file, $"there is no column '{labelColumn}'; the first line names {some}.");
        }

        if (header.Count < 2) throw new FileFormatException(file, "there is no column beside the label.");
        return index;
    }

    private static TabularDataset Assemble(string file, CsvColumn[] columns, List<string> labels, IEnumerable<string> distinct)
    {
        string[] featureNames = [.. columns.SelectMany(column => column.FeatureNames)];
        if (featureNames.Length > MaxFeatures)
        {
            throw new FileFormatException(file, $"the columns become {featureNames.Length} features; up to {MaxFeatures} are allowed.");
        }

        if ((long)labels.Count * featureNames.Length > Array.MaxLength)
        {
            throw new FileFormatException(file, "the table is too large for one array.");
        }
        string[] classNames = SortLabels(distinct);
        var classes = classNames.Select((name, index) => (name, index)).ToDictionary(
            pair => pair.name, pair => pair.index, StringComparer.Ordinal);
        var features = new float[labels.Count * featureNames.Length];
        int start = 0;
        foreach (CsvColumn column in columns)
        {
            int width = column.FeatureNames.Count;
            int[] ranks = column.CategoryRanks();
            for (int row = 0; row < labels.Count; row++)
            {
                column.Encode(row, features.AsSpan((row * featureNames.Length) + start, width), ranks);
            }
            start += width;
        }

        return new TabularDataset(features, [.. labels.Select(label => classes[label])], featureNames, classNames);
    }

    /// <summary>Numbers by size, anything else by its characters.</summary>
    private static string[] SortLabels(IEnumerable<string> labels)
    {
        string[] names = [.. labels];
        var numbers = new double[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            if (double.TryParse(names[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])) continue;
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }

        Array.Sort(numbers, names);
        return names;
    }
}
