using FlZk.Training.Data;
using FlZk.Training.Federation;

namespace FlZk.Training.Tests;

public sealed class FederatedTrainingTests
{
    private const int Providers = 5;
    private const int Rounds = 3;

    [Fact]
    public void Accuracy_rises_over_the_rounds_and_beats_providers_on_their_own()
    {
        var mean = new double[Rounds + 1];
        for (ulong seed = 1; seed <= 10; seed++)
        {
            FederatedWorkload workload = FederatedWorkload.Create(GeneratedDataset.Create(seed), Providers, seed);
            float[] global = workload.InitialParameters;
            float[][] alone = [.. Enumerable.Repeat(global, Providers)];
            var accuracy = new double[Rounds + 1];
            accuracy[0] = workload.Evaluate(global);
            for (int round = 1; round <= Rounds; round++)
            {
                LocalTrainingResult[] trained = [.. Enumerable.Range(0, Providers).Select(p => workload.Train(p, round, global))];
                alone = [.. Enumerable.Range(0, Providers).Select(p => workload.Train(p, round, alone[p]).Parameters)];
                global = Average(trained);
                accuracy[round] = workload.Evaluate(global);

                Assert.All(trained, result => Assert.All(result.Parameters, parameter => Assert.InRange(parameter, -127, 127)));
                Assert.Equal(workload.Shards.Select(shard => shard.RowCount), trained.Select(result => result.SampleCount));
            }

            double single = alone.Average(parameters => workload.Evaluate(parameters));
            Assert.True(accuracy[Rounds] > single + 0.05, $"seed {seed}: {accuracy[Rounds]:P1} federated, {single:P1} alone");
            Assert.True(accuracy[Rounds] > accuracy[1], $"seed {seed}: from {accuracy[1]:P1} to {accuracy[Rounds]:P1}");
            for (int round = 0; round <= Rounds; round++) mean[round] += accuracy[round] / 10;
        }

        Assert.True(
            mean[0] + 0.2 < mean[1] && mean[1] + 0.05 < mean[2] && mean[2] + 0.01 < mean[3],
            string.Join(", ", mean.Select(a => $"{a:P1}")));
        Assert.True(mean[3] > 0.7);
    }

    [Fact]
    public void The_default_model_spans_two_chunks_of_about_970()
    {
        FederatedWorkload workload = FederatedWorkload.Create(GeneratedDataset.Create(1, rows: 100), Providers, 1);
        Assert.InRange(workload.Model.ParameterCount, 1000, 1920);
    }

    [Fact]
    public void Training_is_deterministic_and_leaves_the_global_model_alone()
    {
        FederatedWorkload workload = FederatedWorkload.Create(GeneratedDataset.Create(1, rows: 300), 2, 1);
        float[] global = workload.InitialParameters;
        float[] before = [.. global];
        float[] first = workload.Train(0, 1, global).Parameters;
        Assert.Equal(first, workload.Train(0, 1, global).Parameters);
        Assert.NotEqual(first, workload.Train(0, 2, global).Parameters);
        Assert.Equal(before, global);
    }

    [Fact]
    public void Sample_counts_of_all_providers_stay_below_the_weight_limit()
    {
        const int rows = 1_400_000;
        var labels = new int[rows];
        for (int i = 0; i < rows; i += 2) labels[i] = 1;
        var dataset = new TabularDataset(new float[rows], labels, ["x"], ["a", "b"]);
        FederatedWorkload workload = FederatedWorkload.Create(dataset, 3, 1);
        Assert.Equal((1 << 20) - 1, workload.Shards.Sum(shard => shard.RowCount));
        Assert.Equal(rows, workload.HeldOut.RowCount + workload.Shards.Sum(shard => shard.RowCount));
    }

    [Fact]
    public void Extreme_features_cannot_blow_the_parameters_up()
    {
        TabularDataset plain = GeneratedDataset.Create(1, rows: 200);
        float[] features = [.. Enumerable.Range(0, 200).SelectMany(row => plain.Row(row).ToArray()).Select(x => x * 1e6f)];
        var wild = new TabularDataset(features, plain.Labels.ToArray(), plain.FeatureNames, plain.ClassNames);
        var model = new Models.MultiLayerPerceptron(20, 32, 16, 6);
        LocalTrainingResult result = new LocalTrainer(model).Train(model.Initialise(1), wild, 1);
        Assert.All(result.Parameters, parameter => Assert.InRange(parameter, -127, 127));
    }

    [Fact]
    public void An_empty_shard_and_a_cancelled_training_are_refused()
    {
        var model = new Models.MultiLayerPerceptron(20, 6);
        var trainer = new LocalTrainer(model);
        TabularDataset dataset = GeneratedDataset.Create(1, rows: 10);
        Assert.Throws<ArgumentException>(() => trainer.Train(model.Initialise(1), dataset.Select([]), 1));
        Assert.Throws<OperationCanceledException>(
            () => trainer.Train(model.Initialise(1), dataset, 1, new CancellationToken(canceled: true)));
    }

    private static float[] Average(LocalTrainingResult[] updates)
    {
        double total = updates.Sum(update => update.SampleCount);
        var average = new double[updates[0].Parameters.Length];
        foreach (LocalTrainingResult update in updates)
        {
            for (int j = 0; j < average.Length; j++) average[j] += update.Parameters[j] * (update.SampleCount / total);
        }

        return Array.ConvertAll(average, value => (float)value);
    }
}
