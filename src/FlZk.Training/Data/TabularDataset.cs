namespace FlZk.Training.Data;

/// <summary>A table of real features with one class label per row.</summary>
public sealed class TabularDataset
{
    private readonly float[] _features;
    private readonly int[] _labels;

    /// <summary>Joins features and labels.</summary>
    /// <param name="features">Row-major, one row of <paramref name="featureNames"/>' length per label; NaN where a value is missing;
    /// kept, not copied.</param>
    /// <param name="labels">Classes, from 0; kept, not copied.</param>
    /// <param name="featureNames">One per column.</param>
    /// <param name="classNames">One per class.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label names no class.</exception>
    public TabularDataset(float[] features, int[] labels, IReadOnlyList<string> featureNames, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(featureNames);
        ArgumentNullException.ThrowIfNull(classNames);
        if (features.Length != (long)labels.Length * featureNames.Count)
        {
            throw new ArgumentException(
                $"{labels.Length} rows of {featureNames.Count} features are not {features.Length} values.", nameof(features));
        }

        if (labels.AsSpan().ContainsAnyExceptInRange(0, classNames.Count - 1))
        {
            throw new ArgumentException("A label names no class.", nameof(labels));
        }
        _features = features;
        _labels = labels;
        FeatureNames = featureNames;
        ClassNames = classNames;
    }

    /// <summary>Number of rows.</summary>
    public int RowCount => _labels.Length;

    /// <summary>Number of features per row.</summary>
    public int FeatureCount => FeatureNames.Count;

    /// <summary>Number of classes, present in the rows or not.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>One name per feature.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>One name per class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>One class per row.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The features of a row.</summary>
    public ReadOnlySpan<float> Row(int row) => _features.AsSpan(row * FeatureCount, FeatureCount);

    /// <summary>The given rows, in the given order, as a data set of its own.</summary>
    public TabularDataset Select(ReadOnlySpan<int> rows)
    {
        var features = new float[rows.Length * FeatureCount];
        var labels = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(features.AsSpan(i * FeatureCount));
            labels[i] = _labels[rows[i]];
        }

        return new TabularDataset(features, labels, FeatureNames, ClassNames);
    }

    /// <summary>Number of rows of each class.</summary>
    public int[] CountClasses()
    {
        var counts = new int[ClassCount];
        foreach (int label in _labels) counts[label]++;
        return counts;
    }

    /// <summary>Sets some rows aside at random.</summary>
    /// <param name="fraction">Share of the rows to set aside, in (0, 1).</param>
    /// <param name="seed">Decides which.</param>
    /// <param name="maxTrainingRows">No more rows than this are left for training; the surplus is set aside too.</param>
    /// <returns>The rows to train on and those set aside; neither is empty.</returns>
    /// <exception cref="ArgumentException">There are fewer than two rows, or the fraction is not in (0, 1).</exception>
    public (TabularDataset Training, TabularDataset HeldOut) SplitHeldOut(double fraction, ulong seed, int maxTrainingRows = int.MaxValue)
    {
        if (!(fraction > 0 && fraction < 1)) throw new ArgumentException("The held-out share lies between 0 and 1.", nameof(fraction));
        if (RowCount < 2) throw new ArgumentException("A split needs at least two rows.", nameof(fraction));
        int[] rows = [.. Enumerable.Range(0, RowCount)];
        new SeededRandom(seed, stream: 1).Shuffle(rows.AsSpan());
        int heldOut = Math.Clamp((int)Math.Round(RowCount * fraction), 1, RowCount - 1);
        heldOut = Math.Max(heldOut, RowCount - maxTrainingRows);
        return (Select(rows.AsSpan(heldOut)), Select(rows.AsSpan(0, heldOut)));
    }
}
