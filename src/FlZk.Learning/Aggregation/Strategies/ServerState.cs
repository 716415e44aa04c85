using FlZk.Learning.Aggregation.Kernels;

namespace FlZk.Learning.Aggregation.Strategies;

/// <summary>What a server step keeps from one round to the next.</summary>
public sealed class ServerState
{
    /// <summary>Joins a state's parts.</summary>
    /// <param name="step">The step with the coefficients that made it.</param>
    /// <param name="rounds">Rounds it has seen.</param>
    /// <param name="momentum">Velocity or first moment; kept, not copied.</param>
    /// <param name="secondMoment">Second moment, empty for FedAvgM; kept, not copied.</param>
    /// <exception cref="ArgumentException">The lengths do not fit the rule, or a value is outside its bound.</exception>
    public ServerState(ServerStep step, long rounds, long[] momentum, long[] secondMoment)
    {
        ArgumentNullException.ThrowIfNull(momentum);
        ArgumentNullException.ThrowIfNull(secondMoment);
        ArgumentOutOfRangeException.ThrowIfNegative(rounds);
        if (secondMoment.Length != (step.Rule == ServerRule.FedAdam ? momentum.Length : 0))
        {
            throw new ArgumentException("FedAdam has a second moment for each parameter, FedAvgM has none.", nameof(secondMoment));
        }

        long bound = step.Rule == ServerRule.FedAdam ? AdamStep.FirstMomentBound : MomentumStep.VelocityBound;
        if (momentum.AsSpan().IndexOfAnyExceptInRange(-bound, bound) is var j and >= 0)
        {
            throw new ArgumentException($"Momentum {j} is {momentum[j]}, beyond {bound}.", nameof(momentum));
        }

        if (secondMoment.AsSpan().IndexOfAnyExceptInRange(0, AdamStep.SecondMomentBound) is var k and >= 0)
        {
            throw new ArgumentException(
                $"Second moment {k} is {secondMoment[k]}, outside [0, {AdamStep.SecondMomentBound}].", nameof(secondMoment));
        }

        Step = step;
        Rounds = rounds;
        Momentum = momentum;
        SecondMoment = secondMoment;
    }

    /// <summary>The step with its coefficients.</summary>
    public ServerStep Step { get; }

    /// <summary>Rounds it has seen.</summary>
    public long Rounds { get; }

    /// <summary>Velocity or first moment, in units of 2^-16 of the format's, one for each parameter. The array itself.</summary>
    public long[] Momentum { get; }

    /// <summary>Second moment in units of 2^-14 of the format's square, one for each parameter; empty for FedAvgM. The array
    /// itself.</summary>
    public long[] SecondMoment { get; }

    /// <summary>The state before the first round: no momentum; second moments of tau^2, as Reddi et al. begin.</summary>
    /// <param name="step">The step.</param>
    /// <param name="length">d, the number of parameters.</param>
    public static ServerState Begin(ServerStep step, int length)
    {
        var secondMoment = new long[step.Rule == ServerRule.FedAdam ? length : 0];
        Array.Fill(secondMoment, step.Stabiliser * step.Stabiliser);
        return new ServerState(step, 0, new long[length], secondMoment);
    }
}
