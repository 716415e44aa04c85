using System.Numerics.Tensors;
using FlZk.Training.Data;

namespace FlZk.Training.Models;

/// <summary>A fully connected network with rectified linear units and a softmax output, on System.Numerics.Tensors.</summary>
/// <remarks>The object is the architecture alone: parameters are one flat vector that callers own. Layer l holds <c>layer{l}.weight</c>
/// [out, in] and then
/// <c>layer{l}.bias</c> [out], the order of PyTorch's Linear. Safe to use from several threads.</remarks>
public sealed class MultiLayerPerceptron
{
    private readonly int[] _sizes;
    private readonly int[] _weightStarts;
    private readonly int[] _activationStarts;

    /// <summary>Lays out a network.</summary>
    /// <param name="sizes">Widths from the input to the output: features, hidden layers, classes.</param>
    /// <exception cref="ArgumentException">There are fewer than two widths, or one is not positive.</exception>
    public MultiLayerPerceptron(params ReadOnlySpan<int> sizes)
    {
        if (sizes.Length < 2 || sizes.ContainsAnyInRange(int.MinValue, 0))
        {
            throw new ArgumentException("A network needs an input and an output width, all positive.", nameof(sizes));
        }
        _sizes = sizes.ToArray();
        _weightStarts = new int[LayerCount];
        _activationStarts = new int[_sizes.Length];
        var tensors = new List<ParameterTensor>();
        for (int l = 0; l < LayerCount; l++)
        {
            _weightStarts[l] = ParameterCount;
            _activationStarts[l + 1] = _activationStarts[l] + _sizes[l];
            tensors.Add(new ParameterTensor($"layer{l}.weight", [_sizes[l + 1], _sizes[l]]));
            tensors.Add(new ParameterTensor($"layer{l}.bias", [_sizes[l + 1]]));
            ParameterCount = checked(ParameterCount + ((_sizes[l] + 1) * _sizes[l + 1]));
        }

        Tensors = tensors;
    }

    /// <summary>Length of the flat parameter vector.</summary>
    public int ParameterCount { get; }

    /// <summary>Names and shapes, in the order of the flat vector.</summary>
    public IReadOnlyList<ParameterTensor> Tensors { get; }

    /// <summary>Number of features.</summary>
    public int InputSize => _sizes[0];

    /// <summary>Number of classes.</summary>
    public int OutputSize => _sizes[^1];

    private int LayerCount => _sizes.Length - 1;

    private int ActivationCount => _activationStarts[^1] + OutputSize;

    /// <summary>Random parameters to start from: weights of variance 2 / inputs (He et al. 2015), biases 0.</summary>
    public float[] Initialise(ulong seed)
    {
        var random = new SeededRandom(seed, stream: 4);
        var parameters = new float[ParameterCount];
        for (int l = 0; l < LayerCount; l++)
        {
            double scale = Math.Sqrt(2.0 / _sizes[l]);
            foreach (ref float weight in Weights(parameters.AsSpan(), l)) weight = (float)(scale * random.NextGaussian());
        }

        return parameters;
    }

    /// <summary>Share of rows whose most probable class is the label, in [0, 1]; 0 for no rows.</summary>
    /// <exception cref="ArgumentException">Parameters or data are not of this architecture.</exception>
    public double Accuracy(ReadOnlySpan<float> parameters, TabularDataset dataset)
    {
        Check(parameters, dataset);
        if (dataset.RowCount == 0) return 0;
        var activations = new float[ActivationCount];
        int right = 0;
        for (int row = 0; row < dataset.RowCount; row++)
        {
            Forward(parameters, dataset.Row(row), activations);
            if (TensorPrimitives.IndexOfMax(Activations(activations.AsSpan(), LayerCount)) == dataset.Labels[row]) right++;
        }

        return (double)right / dataset.RowCount;
    }

    /// <summary>Mean cross-entropy over some rows and its gradient, by backpropagation.</summary>
    /// <param name="parameters">The flat parameter vector.</param>
    /// <param name="dataset">Holds the rows.</param>
    /// <param name="rows">The minibatch, not empty.</param>
    /// <param name="gradient">Receives the gradient, as long as the parameters.</param>
    /// <returns>Mean loss in nats.</returns>
    /// <exception cref="ArgumentException">Parameters, data or gradient are not of this architecture, or there are no rows.</exception>
    public double LossAndGradient(ReadOnlySpan<float> parameters, TabularDataset dataset, ReadOnlySpan<int> rows, Span<float> gradient)
    {
        Check(parameters, dataset);
        if (gradient.Length != ParameterCount) throw new ArgumentException($"The gradient has {ParameterCount} entries.", nameof(gradient));
        if (rows.IsEmpty) throw new ArgumentException("A minibatch needs rows.", nameof(rows));
        gradient.Clear();
        var activations = new float[ActivationCount];
        var deltas = new float[ActivationCount];
        double loss = 0;
        foreach (int row in rows)
        {
            Forward(parameters, dataset.Row(row), activations);
            loss += OutputDelta(activations, deltas, dataset.Labels[row]);
            Backward(parameters, activations, deltas, gradient);
        }

        TensorPrimitives.Multiply(gradient, 1f / rows.Length, gradient);
        return loss / rows.Length;
    }

    private void Forward(ReadOnlySpan<float> parameters, ReadOnlySpan<float> input, Span<float> activations)
    {
        input.CopyTo(activations);
        for (int l = 0; l < LayerCount; l++)
        {
            ReadOnlySpan<float> weights = Weights(parameters, l);
            ReadOnlySpan<float> source = Activations(activations, l);
            Span<float> target = Activations(activations, l + 1);
            for (int o = 0; o < target.Length; o++)
            {
                target[o] = TensorPrimitives.Dot(weights.Slice(o * source.Length, source.Length), source);
            }
            TensorPrimitives.Add(target, Biases(parameters, l), target);
            if (l < LayerCount - 1) TensorPrimitives.Max(target, 0f, target);
        }
    }

    /// <summary>Turns the output's scores into probabilities less the label's indicator, the gradient of the loss there; gives the
    /// loss.</summary>
    private double OutputDelta(Span<float> activations, Span<float> deltas, int label)
    {
        ReadOnlySpan<float> scores = Activations(activations, LayerCount);
        Span<float> delta = Activations(deltas, LayerCount);

        // Scores relative to the largest cannot overflow in the exponential.
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max(scores), delta);
        double score = delta[label];
        TensorPrimitives.Exp(delta, delta);
        float total = TensorPrimitives.Sum<float>(delta);
        TensorPrimitives.Multiply(delta, 1 / total, delta);
        delta[label] -= 1;
        return Math.Log(total) - score;
    }

    private void Backward(ReadOnlySpan<float> parameters, Span<float> activations, Span<float> deltas, Span<float> gradient)
    {
        for (int l = LayerCount - 1; l >= 0; l--)
        {
            ReadOnlySpan<float> weights = Weights(parameters, l);
            Span<float> weightGradient = Weights(gradient, l);
            ReadOnlySpan<float> source = Activations(activations, l);
            ReadOnlySpan<float> delta = Activations(deltas, l + 1);
            Span<float> before = Activations(deltas, l);
            TensorPrimitives.Add(Biases(gradient, l), delta, Biases(gradient, l));
            before.Clear();
            for (int o = 0; o < delta.Length; o++)
            {
                if (delta[o] == 0) continue;
                Span<float> row = weightGradient.Slice(o * source.Length, source.Length);
                TensorPrimitives.MultiplyAdd(source, delta[o], row, row);
                if (l > 0) TensorPrimitives.MultiplyAdd(weights.Slice(o * source.Length, source.Length), delta[o], before, before);
            }

            // A unit that was cut off passes nothing back.
            for (int i = 0; l > 0 && i < source.Length; i++)
            {
                if (source[i] <= 0) before[i] = 0;
            }
        }
    }

    private Span<float> Weights(Span<float> parameters, int layer) =>
        parameters.Slice(_weightStarts[layer], _sizes[layer] * _sizes[layer + 1]);

    private ReadOnlySpan<float> Weights(ReadOnlySpan<float> parameters, int layer) =>
        parameters.Slice(_weightStarts[layer], _sizes[layer] * _sizes[layer + 1]);

    private Span<float> Biases(Span<float> parameters, int layer) =>
        parameters.Slice(_weightStarts[layer] + (_sizes[layer] * _sizes[layer + 1]), _sizes[layer + 1]);

    private ReadOnlySpan<float> Biases(ReadOnlySpan<float> parameters, int layer) =>
        parameters.Slice(_weightStarts[layer] + (_sizes[layer] * _sizes[layer + 1]), _sizes[layer + 1]);

    private Span<float> Activations(Span<float> all, int layer) => all.Slice(_activationStarts[layer], _sizes[layer]);

    private void Check(ReadOnlySpan<float> parameters, TabularDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (parameters.Length != ParameterCount)
        {
            throw new ArgumentException($"The network has {ParameterCount} parameters, not {parameters.Length}.", nameof(parameters));
        }
        if (dataset.FeatureCount != InputSize || dataset.ClassCount != OutputSize)
        {
            throw new ArgumentException($"The network maps {InputSize} features to {OutputSize} classes.", nameof(dataset));
        }
    }
}
