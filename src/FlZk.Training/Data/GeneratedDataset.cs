namespace FlZk.Training.Data;

/// <summary>A generated classification task that is real work: classes of several clusters each, bent by a nonlinear map, noisy and
/// imbalanced.</summary>
/// <remarks>Every class is a mixture of Gaussian clusters in a latent space, so that no hyperplane separates it from the others; the
/// visible features
/// are linear and sinusoidal images of the latent point with noise, and the last ones are noise alone; a few labels are wrong.</remarks>
public static class GeneratedDataset
{
    private const int LatentDimension = 8;
    private const int ClustersPerClass = 3;
    private const int NoiseFeatures = 4;
    private const double ClusterSpread = 0.55;
    private const double FeatureNoise = 0.25;
    private const double WrongLabels = 0.03;

    /// <summary>Generates a data set; equal arguments give equal data.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="rows">Number of rows, at least 1.</param>
    /// <param name="features">Number of features, more than 4.</param>
    /// <param name="classes">Number of classes, at least 2; the first is about three times as frequent as the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is too small.</exception>
    public static TabularDataset Create(ulong seed, int rows = 6000, int features = 20, int classes = 6)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(features, NoiseFeatures);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        var random = new SeededRandom(seed, stream: 2);
        double[] centres = Gaussians(random, classes * ClustersPerClass * LatentDimension, 1);
        double[] linear = Gaussians(random, features * LatentDimension, 1 / Math.Sqrt(LatentDimension));
        double[] bent = Gaussians(random, features * LatentDimension, 1.2 / Math.Sqrt(LatentDimension));
        var values = new float[rows * features];
        var labels = new int[rows];
        var latent = new double[LatentDimension];
        for (int row = 0; row < rows; row++)
        {
            int label = DrawClass(random, classes);
            int cluster = (label * ClustersPerClass) + random.NextInt32(ClustersPerClass);
            for (int k = 0; k < LatentDimension; k++)
            {
                latent[k] = centres[(cluster * LatentDimension) + k] + (ClusterSpread * random.NextGaussian());
            }

            for (int j = 0; j < features; j++)
            {
                double noise = random.NextGaussian();
                values[(row * features) + j] = (float)(j >= features - NoiseFeatures
                    ? noise
                    : Dot(linear, j, latent) + Math.Sin(2 * Dot(bent, j, latent)) + (FeatureNoise * noise));
            }

            labels[row] = random.NextDouble() < WrongLabels ? random.NextInt32(classes) : label;
        }

        return new TabularDataset(
            values,
            labels,
            [.. Enumerable.Range(0, features).Select(j => $"x{j}")],
            [.. Enumerable.Range(0, classes).Select(c => $"class {c}")]);
    }

    private static int DrawClass(SeededRandom random, int classes)
    {
        // Frequencies fall linearly from 3 to 1.
        double point = random.NextDouble() * 2 * classes;
        for (int c = 0; c < classes - 1; c++)
        {
            point -= 3 - (2.0 * c / (classes - 1));
            if (point < 0) return c;
        }

        return classes - 1;
    }

    private static double[] Gaussians(SeededRandom random, int count, double scale)
    {
        var values = new double[count];
        for (int i = 0; i < count; i++) values[i] = scale * random.NextGaussian();
        return values;
    }

    private static double Dot(double[] matrix, int row, double[] vector)
    {
        double sum = 0;
        for (int k = 0; k < vector.Length; k++) sum += matrix[(row * vector.Length) + k] * vector[k];
        return sum;
    }
}
