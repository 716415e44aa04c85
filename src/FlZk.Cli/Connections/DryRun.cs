using System.Globalization;
using System.Numerics;

namespace FlZk.Cli.Connections;

/// <summary>What <c>--dry-run</c> found: the first transaction that the command would send, as the node simulated it.</summary>
/// <param name="Step">The function that would be called.</param>
/// <param name="From">Who would send.</param>
/// <param name="To">The contract; null for a creation.</param>
/// <param name="Value">Wei sent along.</param>
/// <param name="Gas">The node's estimate.</param>
/// <param name="MaxFeePerGas">Wei per gas at most.</param>
/// <param name="MaxCost">Wei for the whole gas estimate at most.</param>
internal sealed record DryRun(
    string Step, string From, string? To, BigInteger Value, ulong Gas, BigInteger MaxFeePerGas, BigInteger MaxCost)
{
    /// <summary>Marks the JSON as no action's result.</summary>
    public bool Simulated { get; init; } = true;

    public override string ToString()
    {
        string sent = string.Create(
            CultureInfo.InvariantCulture,
            $"would send {Step} to {To ?? "a new contract"}: {Gas:N0} gas, at most {TokenAmount.Format(MaxCost, 18)} ETH of fees");
        return Value.IsZero ? sent : $"{sent}, with {TokenAmount.Format(Value, 18)} ETH";
    }
}
