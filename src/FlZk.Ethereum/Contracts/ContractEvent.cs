using FlZk.Ethereum.Abi;
using FlZk.Ethereum.JsonRpc;

namespace FlZk.Ethereum.Contracts;

/// <summary>A contract's event, decoded.</summary>
/// <param name="Definition">Which event.</param>
/// <param name="Fields">Its fields by name.</param>
/// <param name="Log">Where it happened.</param>
public sealed record ContractEvent(AbiEvent Definition, AbiValues Fields, LogEntry Log)
{
    /// <summary>The event's name.</summary>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}({Fields})";
}
