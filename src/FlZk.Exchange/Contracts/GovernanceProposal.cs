using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <summary>What is voted on: calls and a description, which together are the proposal's identity.</summary>
/// <param name="Actions">The calls, in order; all or none are made.</param>
/// <param name="Description">The text; its Keccak-256 is part of the identity.</param>
public sealed record GovernanceProposal(IReadOnlyList<GovernanceAction> Actions, string Description)
{
    /// <summary>Keccak-256 of the description.</summary>
    public Hash32 DescriptionHash => Keccak256.Hash(Description);

    /// <summary>The proposal's number: Keccak-256 of abi.encode(targets, values, calldatas, descriptionHash), as the governor computes
    /// it.</summary>
    public BigInteger Number
    {
        get
        {
            byte[] encoded = AbiEncoder.Encode("(address[],uint256[],bytes[],bytes32)", [.. ToAbi(), DescriptionHash]);
            return new BigInteger(Keccak256.Hash(encoded).ToArray(), isUnsigned: true, isBigEndian: true);
        }
    }

    /// <summary>targets, values, calldatas: the governor's first three arguments.</summary>
    internal object[] ToAbi() =>
    [
        Actions.Select(static a => (object)a.Target).ToArray(),
        Actions.Select(static a => (object)a.Value).ToArray(),
        Actions.Select(static a => (object)a.Data.ToArray()).ToArray(),
    ];
}
