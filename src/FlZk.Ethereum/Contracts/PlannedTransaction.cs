using System.Numerics;
using FlZk.Ethereum.JsonRpc;

namespace FlZk.Ethereum.Contracts;

/// <summary>A transaction that is about to be signed.</summary>
/// <param name="What">What it is, in words: a function's name or the creation of a contract.</param>
/// <param name="From">Who sends.</param>
/// <param name="To">The contract; null for a creation.</param>
/// <param name="Value">Wei sent along.</param>
/// <param name="EstimatedGas">What the node estimated, without the margin; null when the caller gave the limit.</param>
/// <param name="GasLimit">The most gas it may use.</param>
/// <param name="Fees">What it offers per gas.</param>
public sealed record PlannedTransaction(
    string What, Address From, Address? To, BigInteger Value, ulong? EstimatedGas, ulong GasLimit, FeeEstimate Fees);
