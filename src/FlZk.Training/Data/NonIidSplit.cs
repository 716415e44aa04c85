namespace FlZk.Training.Data;

/// <summary>Deals a data set out to providers unevenly, as data lies in the world: each provider has its own mixture of classes.</summary>
public static class NonIidSplit
{
    /// <summary>Label skew by a Dirichlet distribution (Hsu, Qi and Brown 2019): each class is dealt out in proportions drawn from
    /// Dir(alpha).</summary>
    /// <param name="dataset">What to deal out.</param>
    /// <param name="providers">Number of shards, at least 1.</param>
    /// <param name="alpha">Concentration: 0.1 gives providers of one or two classes, 100 nearly equal mixtures.</param>
    /// <param name="seed">Decides who gets what.</param>
    /// <returns>One shard per provider; none is empty, together they are the data set.</returns>
    /// <exception cref="ArgumentException">There are more providers than rows, or none, or alpha is not positive.</exception>
    public static IReadOnlyList<TabularDataset> Dirichlet(TabularDataset dataset, int providers, double alpha, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(providers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha);
        if (dataset.RowCount < providers)
        {
            throw new ArgumentException($"{dataset.RowCount} rows cannot feed {providers} providers.", nameof(providers));
        }
        var random = new SeededRandom(seed, stream: 3);
        int[] order = [.. Enumerable.Range(0, dataset.RowCount)];
        random.Shuffle(order.AsSpan());
        var shards = new List<int>[providers];
        for (int p = 0; p < providers; p++) shards[p] = [];
        for (int label = 0; label < dataset.ClassCount; label++)
        {
            int[] rows = [.. order.Where(row => dataset.Labels[row] == label)];
            double[] shares = Proportions(random, providers, alpha);
            double reached = 0;
            int start = 0;
            for (int p = 0; p < providers; p++)
            {
                reached += shares[p];
                int end = p == providers - 1 ? rows.Length : Math.Clamp((int)Math.Round(reached * rows.Length), start, rows.Length);
                shards[p].AddRange(rows[start..end]);
                start = end;
            }
        }

        FeedTheHungry(shards);
        var result = new TabularDataset[providers];
        for (int p = 0; p < providers; p++)
        {
            int[] rows = [.. shards[p]];
            random.Shuffle(rows.AsSpan());
            result[p] = dataset.Select(rows);
        }

        return result;
    }

    private static double[] Proportions(SeededRandom random, int count, double alpha)
    {
        var shares = new double[count];
        double total = 0;
        for (int p = 0; p < count; p++) total += shares[p] = random.NextGamma(alpha);

        // Very small alphas can underflow everywhere: then one provider gets the class.
        if (total <= 0) shares[random.NextInt32(count)] = total = 1;
        for (int p = 0; p < count; p++) shares[p] /= total;
        return shares;
    }

    /// <summary>Gives providers with next to nothing rows of the richest, so that each has something to train on.</summary>
    private static void FeedTheHungry(List<int>[] shards)
    {
        int enough = Math.Clamp(shards.Sum(shard => shard.Count) / (10 * shards.Length), 1, 100);
        foreach (List<int> shard in shards)
        {
            while (shard.Count < enough)
            {
                List<int> richest = shards.MaxBy(other => other.Count)!;
                shard.Add(richest[^1]);
                richest.RemoveAt(richest.Count - 1);
            }
        }
    }
}
