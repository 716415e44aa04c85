using System.Numerics.Tensors;
using FlZk.Training.Data;
using FlZk.Training.Models;

namespace FlZk.Training.Federation;

/// <summary>Trains a provider's copy of the global model on its own shard: minibatch gradient descent with momentum.</summary>
/// <remarks>Deterministic for a seed on one kind of processor (the order of additions inside a vector differs between kinds). Safe to use
/// from several threads.</remarks>
public sealed class LocalTrainer
{
    private readonly MultiLayerPerceptron _model;
    private readonly TrainingOptions _options;

    /// <summary>Fixes architecture and method.</summary>
    public LocalTrainer(MultiLayerPerceptron model, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _options = options ?? new TrainingOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(_options.Epochs, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.BatchSize, nameof(options));
    }

    /// <summary>Trains from the global parameters.</summary>
    /// <param name="globalParameters">Where to start; not changed.</param>
    /// <param name="shard">The provider's rows, standardised, not empty.</param>
    /// <param name="seed">Decides the order of the rows; a different one per provider and round.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="ArgumentException">Parameters or data are not of the model's architecture, or the shard is empty.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public LocalTrainingResult Train(
        ReadOnlySpan<float> globalParameters, TabularDataset shard, ulong seed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(shard);
        if (shard.RowCount == 0) throw new ArgumentException("There is nothing to train on.", nameof(shard));
        float[] parameters = globalParameters.ToArray();
        var gradient = new float[parameters.Length];
        var velocity = new float[parameters.Length];
        int[] rows = [.. Enumerable.Range(0, shard.RowCount)];
        var random = new SeededRandom(seed, stream: 5);
        double loss = 0;
        for (int epoch = 0; epoch < _options.Epochs; epoch++)
        {
            random.Shuffle(rows.AsSpan());
            loss = 0;
            for (int start = 0; start < rows.Length; start += _options.BatchSize)
            {
                cancellation.ThrowIfCancellationRequested();
                ReadOnlySpan<int> batch = rows.AsSpan(start, Math.Min(_options.BatchSize, rows.Length - start));
                loss += batch.Length * _model.LossAndGradient(parameters, shard, batch, gradient);
                Step(parameters, gradient, velocity);
            }

            loss /= rows.Length;
        }

        return new LocalTrainingResult(parameters, shard.RowCount, loss, _model.Accuracy(parameters, shard));
    }

    private void Step(Span<float> parameters, Span<float> gradient, Span<float> velocity)
    {
        float norm = TensorPrimitives.Norm<float>(gradient);
        if (norm > _options.GradientNormLimit) TensorPrimitives.Multiply(gradient, _options.GradientNormLimit / norm, gradient);
        TensorPrimitives.MultiplyAdd(parameters, _options.WeightDecay, gradient, gradient);
        TensorPrimitives.MultiplyAdd(velocity, _options.Momentum, gradient, velocity);
        TensorPrimitives.MultiplyAdd(velocity, -_options.LearningRate, parameters, parameters);
    }
}
