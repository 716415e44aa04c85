using FlZk.Training.Data;
using FlZk.Training.Models;

namespace FlZk.Training.Federation;

/// <summary>A federation ready to train: one shard per provider, rows that nobody trains on, a network and where it starts.</summary>
public sealed class FederatedWorkload
{
    /// <summary>Sample counts are weights, and a round's total weight stays below 2^20.</summary>
    private const int MaxTrainingRows = (1 << 20) - 1;
    private const double HeldOutShare = 0.2;
    private const double LabelSkew = 0.5;

    private FederatedWorkload(
        MultiLayerPerceptron model,
        IReadOnlyList<TabularDataset> shards,
        TabularDataset heldOut,
        float[] initialParameters,
        TrainingOptions options,
        ulong seed)
    {
        Model = model;
        Shards = shards;
        HeldOut = heldOut;
        InitialParameters = initialParameters;
        Options = options;
        Seed = seed;
    }

    /// <summary>The network.</summary>
    public MultiLayerPerceptron Model { get; }

    /// <summary>One shard per provider, standardised.</summary>
    public IReadOnlyList<TabularDataset> Shards { get; }

    /// <summary>Rows to measure accuracy on, standardised by the training rows' statistics.</summary>
    public TabularDataset HeldOut { get; }

    /// <summary>The parameters of round 0, flat. The array itself, not a copy.</summary>
    public float[] InitialParameters { get; }

    /// <summary>How providers train.</summary>
    public TrainingOptions Options { get; }

    /// <summary>What all random choices follow from.</summary>
    public ulong Seed { get; }

    /// <summary>Sets rows aside, standardises, deals the rest out by Dirichlet label skew, and initialises a network with hidden layers
    /// of 32 and 16 units.</summary>
    /// <param name="dataset">The whole table.</param>
    /// <param name="providers">Number of shards.</param>
    /// <param name="seed">Decides everything random.</param>
    /// <param name="options">How providers train.</param>
    /// <exception cref="ArgumentException">The table is too small for that many providers.</exception>
    public static FederatedWorkload Create(TabularDataset dataset, int providers, ulong seed, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        (TabularDataset training, TabularDataset heldOut) = dataset.SplitHeldOut(HeldOutShare, seed, MaxTrainingRows);
        Standardisation standardisation = Standardisation.Fit(training);
        IReadOnlyList<TabularDataset> shards = NonIidSplit.Dirichlet(standardisation.Apply(training), providers, LabelSkew, seed);
        var model = new MultiLayerPerceptron(dataset.FeatureCount, 32, 16, dataset.ClassCount);
        return new FederatedWorkload(
            model, shards, standardisation.Apply(heldOut), model.Initialise(seed), options ?? new TrainingOptions(), seed);
    }

    /// <summary>Trains one provider for one round.</summary>
    /// <param name="provider">Index of the shard.</param>
    /// <param name="round">Number of the round; decides the order of the rows.</param>
    /// <param name="parameters">Where to start.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public LocalTrainingResult Train(int provider, int round, ReadOnlySpan<float> parameters, CancellationToken cancellation = default) =>
        new LocalTrainer(Model, Options).Train(parameters, Shards[provider], Seed ^ ((ulong)round << 32) ^ (ulong)provider, cancellation);

    /// <summary>Accuracy on the held-out rows, in [0, 1].</summary>
    public double Evaluate(ReadOnlySpan<float> parameters) => Model.Accuracy(parameters, HeldOut);
}
