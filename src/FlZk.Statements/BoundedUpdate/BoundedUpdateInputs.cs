using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>What a provider proves its contribution from. Secret but for context and bound.</summary>
public sealed record BoundedUpdateInputs
{
    /// <summary>ctx, as the contract computes it; see <see cref="BoundedUpdateStatement.Context"/>.</summary>
    public required Fr Context { get; init; }

    /// <summary>The largest squared norm allowed.</summary>
    public required UInt128 MaxSquaredNorm { get; init; }

    /// <summary>x_0 .. x_(d-1).</summary>
    public required ReadOnlyMemory<int> Values { get; init; }

    /// <summary>rho, the commitment's blinding.</summary>
    public required Fr Blinding { get; init; }

    /// <summary>C as the chain has it; when given, values that do not open it are refused before any work.</summary>
    public VectorCommitment? ExpectedCommitment { get; init; }

    /// <summary>The sum of squares of given values.</summary>
    public static UInt128 SquaredNorm(ReadOnlySpan<int> values)
    {
        UInt128 sum = UInt128.Zero;
        foreach (int value in values) sum += (ulong)((long)value * value);
        return sum;
    }

    /// <summary>The size alone: values and blinding stay out of logs.</summary>
    public override string ToString() => $"update of {Values.Length} values, squared norm at most {MaxSquaredNorm}";

    /// <summary>Requires inputs that a key's circuit can prove.</summary>
    /// <exception cref="ArgumentException">The length is not d, the bound does not fit the circuit, a value is out of range, or the squared
    /// norm is above the bound.</exception>
    internal void Require(BoundedUpdateVerificationKey key)
    {
        int d = key.Dimension;
        if (Values.Length != d) throw new ArgumentException($"The update has {Values.Length} values; the key is for {d} parameters.");
        if (MaxSquaredNorm > key.Parameters.MaximumBound)
        {
            throw new ArgumentException(
                $"The bound on the squared norm is {MaxSquaredNorm}; the key takes {key.Parameters.MaximumBound} at most.");
        }

        key.Parameters.Values.ThrowIfOutside(Values.Span, "the update");
        UInt128 norm = SquaredNorm(Values.Span);
        if (norm > MaxSquaredNorm)
        {
            throw new ArgumentException(
                $"The update's squared norm is {norm}, above the bound of {MaxSquaredNorm}: clip the update and commit to it anew.");
        }
    }
}
