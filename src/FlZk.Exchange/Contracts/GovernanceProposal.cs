using FlZk.Ethereum;

namespace FlZk.Exchange.Contracts;

/// <summary>What is voted on: calls and a description, which together are the proposal's identity.</summary>
/// <param name="Actions">The calls, in order; all or none are made.</param>
/// <param name="Description">The text; its Keccak-256 is part of the identity.</param>
public sealed record GovernanceProposal(IReadOnlyList<GovernanceAction> Actions, string Description)
{
    /// <summary>Keccak-256 of the description.</summary>
    public Hash32 DescriptionHash => Keccak256.Hash(Description);

    /// <summary>targets, values, calldatas: the governor's first three arguments.</summary>
    internal object[] ToAbi() =>
    [
        Actions.Select(static a => (object)a.Target).ToArray(),
        Actions.Select(static a => (object)a.Value).ToArray(),
        Actions.Select(static a => (object)a.Data.ToArray()).ToArray(),
    ];
}
