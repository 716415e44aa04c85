namespace FlZk.Training.Data;

/// <summary>Shifts and scales each feature to mean 0 and standard deviation 1, by the statistics of the data it was fitted to.</summary>
public sealed class Standardisation
{
    private readonly float[] _means;
    private readonly float[] _scales;

    private Standardisation(float[] means, float[] scales)
    {
        _means = means;
        _scales = scales;
    }

    /// <summary>Measures mean and standard deviation of every feature; missing values do not count, and a constant feature keeps its
    /// scale.</summary>
    public static Standardisation Fit(TabularDataset training)
    {
        ArgumentNullException.ThrowIfNull(training);
        int width = training.FeatureCount;
        var counts = new long[width];
        var means = new double[width];
        var squares = new double[width];

        // Welford's update (1962): no cancellation between large sums.
        for (int row = 0; row < training.RowCount; row++)
        {
            ReadOnlySpan<float> values = training.Row(row);
            for (int j = 0; j < width; j++)
            {
                if (float.IsNaN(values[j])) continue;
                double difference = values[j] - means[j];
                means[j] += difference / ++counts[j];
                squares[j] += difference * (values[j] - means[j]);
            }
        }

        var scales = new float[width];
        for (int j = 0; j < width; j++)
        {
            double deviation = counts[j] > 0 ? Math.Sqrt(squares[j] / counts[j]) : 0;
            scales[j] = deviation > 1e-12 * Math.Max(1, Math.Abs(means[j])) ? (float)(1 / deviation) : 1;
        }

        return new Standardisation(Array.ConvertAll(means, mean => (float)mean), scales);
    }

    /// <summary>The data set in standard units; a missing value becomes the mean, 0.</summary>
    /// <exception cref="ArgumentException">The data set has another number of features.</exception>
    public TabularDataset Apply(TabularDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        int width = dataset.FeatureCount;
        if (width != _means.Length) throw new ArgumentException($"Fitted to {_means.Length} features, not {width}.", nameof(dataset));
        var features = new float[dataset.RowCount * width];
        for (int row = 0; row < dataset.RowCount; row++)
        {
            ReadOnlySpan<float> values = dataset.Row(row);
            for (int j = 0; j < width; j++)
            {
                features[(row * width) + j] = float.IsNaN(values[j]) ? 0 : (values[j] - _means[j]) * _scales[j];
            }
        }

        return new TabularDataset(features, dataset.Labels.ToArray(), dataset.FeatureNames, dataset.ClassNames);
    }
}
