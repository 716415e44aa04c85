using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Strategies;

/// <summary>FedAvg, then a step of the server: momentum (FedAvgM; Hsu et al., 2019) or Adam (FedAdam; Reddi et al., ICLR 2021).</summary>
/// <remarks>The average y is what a proof is about; the step from it is integer arithmetic that anybody does again, to the bit, from y, the
/// model before the round and the state. With learning rate 1 and momentum 0 FedAvgM is FedAvg.</remarks>
public sealed class ServerStepStrategy : IAggregationStrategy
{
    private readonly ReadOnlyMemory<int> _model;
    private readonly ServerState _state;

    /// <summary>Steps from a model with a state.</summary>
    /// <param name="model">x, the model that the round's providers began from: d integers in the state's format.</param>
    /// <param name="state">What the last round left, or <see cref="ServerState.Begin"/>; not changed.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a value of the model is outside the format.</exception>
    public ServerStepStrategy(ReadOnlyMemory<int> model, ServerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        ServerStep step = state.Step;
        if (state.Momentum.Length != model.Length)
        {
            throw new ArgumentException(
                $"The state is of {state.Momentum.Length} parameters, the model has {model.Length}.", nameof(state));
        }

        if (model.Span.IndexOfAnyExceptInRange(step.MinValue, step.MaxValue) is var j and >= 0)
        {
            throw new ArgumentException(
                $"Parameter {j} of the model is {model.Span[j]}, outside [{step.MinValue}, {step.MaxValue}].", nameof(model));
        }

        _model = model;
        _state = state;
    }

    /// <inheritdoc/>
    public string Name => _state.Step.Rule == ServerRule.FedAdam ? "fedadam" : "fedavgm";

    /// <inheritdoc/>
    public AggregationResult Aggregate(
        IAggregationDevice device, RoundInput round, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(round);
        ServerStep step = _state.Step;
        if (round.Length != _model.Length)
        {
            throw new ArgumentException($"The updates have {round.Length} parameters, the model has {_model.Length}.", nameof(round));
        }

        if (round.Format.FractionBits != step.FractionBits || round.Format.MinValue != step.MinValue)
        {
            throw new ArgumentException("The updates are not in the format that the server step was made for.", nameof(round));
        }

        return StepFrom(device, FedAvg.Mean(device, round, progress, cancellation), round.TotalWeight, cancellation);
    }

    /// <summary>The step alone, from an average that was made elsewhere.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="average">y, in the format that the step was made for; kept, not copied.</param>
    /// <param name="totalWeight">W of the average.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="ArgumentException">The average is not of the model's length, or leaves the step's range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public AggregationResult StepFrom(
        IAggregationDevice device, int[] average, int totalWeight, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(average);
        ServerStep step = _state.Step;
        if (average.Length != _model.Length || average.AsSpan().ContainsAnyExceptInRange(step.MinValue, step.MaxValue))
        {
            throw new ArgumentException("The average is not one of updates of the model in the step's format.", nameof(average));
        }

        int[] model = _model.ToArray();
        var momentum = (long[])_state.Momentum.Clone();
        var secondMoment = (long[])_state.SecondMoment.Clone();
        long saturated = device.Step(step, average, model, momentum, secondMoment, cancellation);
        return new AggregationResult
        {
            Model = model,
            Average = average,
            TotalWeight = totalWeight,
            Saturated = saturated,
            State = new ServerState(step, _state.Rounds + 1, momentum, secondMoment),
        };
    }
}
