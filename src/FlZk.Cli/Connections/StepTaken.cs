using FlZk.Ethereum;

namespace FlZk.Cli.Connections;

/// <summary>A transaction that a command sent.</summary>
/// <param name="Step">The function called, or the contract created.</param>
/// <param name="Hash">The transaction's hash.</param>
/// <param name="Block">The block that holds it.</param>
/// <param name="GasUsed">Gas it took.</param>
internal sealed record StepTaken(string Step, string Hash, ulong Block, ulong GasUsed);
