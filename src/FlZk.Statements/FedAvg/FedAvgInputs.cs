using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>What an aggregator proves a round from. Secret but for context and total weight.</summary>
public sealed record FedAvgInputs
{
    /// <summary>ctx, as the contract computes it; see <see cref="ChainContext"/>.</summary>
    public required Fr Context { get; init; }

    /// <summary>W.</summary>
    public required long TotalWeight { get; init; }

    /// <summary>s_j = sum_i w_i x_ij.</summary>
    public required ReadOnlyMemory<long> Sums { get; init; }

    /// <summary>y_j = floor((s_j + floor(W / 2)) / W).</summary>
    public required ReadOnlyMemory<int> Model { get; init; }

    /// <summary>rho_S = sum_i w_i rho_i.</summary>
    public required Fr SumBlinding { get; init; }

    /// <summary>rho_Y; null draws a fresh one, as every proof should unless it repeats one whose C_Y is already public.</summary>
    public Fr? ModelBlinding { get; init; }

    /// <summary>C_S as the chain has it; when given, inputs that do not open it are refused before any work.</summary>
    public VectorCommitment? ExpectedSum { get; init; }

    /// <summary>The size alone: values and blindings stay out of logs.</summary>
    public override string ToString() => $"round of {Sums.Length} parameters, total weight {TotalWeight}";

    /// <summary>Requires inputs that a key's circuit can prove.</summary>
    /// <exception cref="ArgumentException">A length is not d, W is out of range, a model value is out of
    /// range or not the rounded quotient.</exception>
    internal void Require(LinkedVerificationKey key)
    {
        int d = key.Dimension;
        if (Sums.Length != d) throw new ArgumentException($"There are {Sums.Length} sums; the key is for {d} parameters.");
        if (Model.Length != d) throw new ArgumentException($"The model has {Model.Length} values; the key is for {d} parameters.");
        long largest = key.Parameters.MaximumTotalWeight;
        if (TotalWeight < 1 || TotalWeight > largest)
            throw new ArgumentException($"The total weight is {TotalWeight}, outside [1, {largest}].");
        key.Parameters.Values.ThrowIfOutside(Model.Span, "the model");
        ReadOnlySpan<long> s = Sums.Span;
        ReadOnlySpan<int> y = Model.Span;
        long half = TotalWeight / 2;
        long bound = (1L << (key.Parameters.ValueBits + key.Parameters.WeightBits)) - 1;
        for (int j = 0; j < d; j++)
        {
            if (s[j] > bound || s[j] < -bound)
                throw new ArgumentException($"Sum {j} is {s[j]}, which no weighted sum of values in range can be.");
            long rounded = FloorDivide(s[j] + half, TotalWeight);
            if (y[j] != rounded)
            {
                throw new ArgumentException(
                    $"Model value {j} is {y[j]}, but the sum {s[j]} divided by the total weight {TotalWeight}, rounded half up, is "
                    + $"{rounded}.");
            }
        }
    }

    private static long FloorDivide(long dividend, long divisor)
    {
        (long quotient, long remainder) = Math.DivRem(dividend, divisor);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
