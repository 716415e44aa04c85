using CsCheck;
using FlZk.Training.Data;

namespace FlZk.Training.Tests;

public sealed class DatasetTests
{
    [Fact]
    public void Equal_seeds_generate_equal_data()
    {
        TabularDataset a = GeneratedDataset.Create(7, rows: 50), b = GeneratedDataset.Create(7, rows: 50), c = GeneratedDataset.Create(
            8, rows: 50);
        Assert.Equal(a.Labels.ToArray(), b.Labels.ToArray());
        Assert.Equal(Rows(a), Rows(b));
        Assert.NotEqual(Rows(a), Rows(c));
    }

    [Fact]
    public void Generated_classes_are_all_there_and_imbalanced()
    {
        int[] counts = GeneratedDataset.Create(1).CountClasses();
        Assert.Equal(6, counts.Length);
        Assert.All(counts, count => Assert.True(count > 300));
        Assert.True(counts[0] > 2 * counts[5]);
    }

    [Fact]
    public void Standardised_features_have_mean_zero_and_deviation_one()
    {
        TabularDataset dataset = GeneratedDataset.Create(1, rows: 1000);
        TabularDataset standard = Standardisation.Fit(dataset).Apply(dataset);
        for (int j = 0; j < standard.FeatureCount; j++)
        {
            double[] column = [.. Enumerable.Range(0, standard.RowCount).Select(row => (double)standard.Row(row)[j])];
            Assert.Equal(0, column.Average(), 4);
            Assert.Equal(1, column.Average(x => x * x), 3);
        }
    }

    [Fact]
    public void A_missing_value_becomes_the_mean_and_a_constant_stays_finite()
    {
        var dataset = new TabularDataset([1, 5, float.NaN, 5, 3, 5], [0, 1, 0], ["x", "constant"], ["a", "b"]);
        TabularDataset standard = Standardisation.Fit(dataset).Apply(dataset);
        Assert.Equal([-1, 0], standard.Row(0).ToArray());
        Assert.Equal([0, 0], standard.Row(1).ToArray());
        Assert.Equal([1, 0], standard.Row(2).ToArray());
    }

    [Fact]
    public void Held_out_rows_and_training_rows_are_the_whole() =>
        Gen.Select(Gen.Int[2, 300], Gen.Double[0.01, 0.99], Gen.ULong, Gen.Int[1, 400]).Sample((rows, fraction, seed, limit) =>
        {
            (TabularDataset training, TabularDataset heldOut) = Numbered(rows).SplitHeldOut(fraction, seed, limit);
            return training.RowCount >= 1 && heldOut.RowCount >= 1 && training.RowCount <= limit
                && Numbers(training).Concat(Numbers(heldOut)).Order().SequenceEqual(Enumerable.Range(0, rows));
        }, iter: 300);

    [Fact]
    public void Shards_are_a_partition_without_empty_parts() =>
        Gen.Select(
            Gen.Int[1, 12],
            Gen.Int[0, 300],
            Gen.OneOf(Gen.Const(1e-4), Gen.Const(0.1), Gen.Const(0.5), Gen.Const(10.0)),
            Gen.ULong).Sample((providers, more, alpha, seed) =>
        {
            int rows = providers + more;
            IReadOnlyList<TabularDataset> shards = NonIidSplit.Dirichlet(Numbered(rows), providers, alpha, seed);
            return shards.Count == providers && shards.All(shard => shard.RowCount > 0)
                && shards.SelectMany(Numbers).Order().SequenceEqual(Enumerable.Range(0, rows));
        }, iter: 300);

    [Fact]
    public void Shards_are_skewed_and_the_more_so_the_smaller_alpha_is()
    {
        TabularDataset dataset = GeneratedDataset.Create(1);
        double Skew(double alpha) =>
            NonIidSplit.Dirichlet(dataset, 5, alpha, 1).Average(shard => shard.CountClasses().Max() / (double)shard.RowCount);
        Assert.True(Skew(0.1) > Skew(0.5));
        Assert.True(Skew(0.5) > Skew(100) + 0.1);
    }

    [Fact]
    public void More_providers_than_rows_are_refused()
    {
        Assert.Throws<ArgumentException>(() => NonIidSplit.Dirichlet(Numbered(3), 4, 0.5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NonIidSplit.Dirichlet(Numbered(3), 0, 0.5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NonIidSplit.Dirichlet(Numbered(3), 1, 0, 1));
    }

    [Fact]
    public void Lengths_and_labels_must_fit()
    {
        Assert.Throws<ArgumentException>(() => new TabularDataset(new float[5], new int[2], ["x", "y"], ["a", "b"]));
        Assert.Throws<ArgumentException>(() => new TabularDataset(new float[2], [0, 2], ["x"], ["a", "b"]));
        Assert.Throws<ArgumentException>(() => new TabularDataset(new float[2], [0, -1], ["x"], ["a", "b"]));
    }

    /// <summary>Rows whose one feature is their number.</summary>
    private static TabularDataset Numbered(int rows) =>
        new([.. Enumerable.Range(0, rows).Select(i => (float)i)], [.. Enumerable.Range(0, rows).Select(i => i % 3)], ["number"],
            ["a", "b", "c"]);

    private static IEnumerable<int> Numbers(TabularDataset dataset) =>
        Enumerable.Range(0, dataset.RowCount).Select(row => (int)dataset.Row(row)[0]);

    private static float[][] Rows(TabularDataset dataset) =>
        [.. Enumerable.Range(0, dataset.RowCount).Select(row => dataset.Row(row).ToArray())];
}
