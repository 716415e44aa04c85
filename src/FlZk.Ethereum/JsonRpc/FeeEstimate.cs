using System.Numerics;

namespace FlZk.Ethereum.JsonRpc;

/// <summary>Fees per gas for a transaction of type 2, in wei.</summary>
/// <param name="MaxFeePerGas">The most paid in all.</param>
/// <param name="MaxPriorityFeePerGas">The most paid to the proposer.</param>
public readonly record struct FeeEstimate(BigInteger MaxFeePerGas, BigInteger MaxPriorityFeePerGas);
