using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;

namespace FlZk.Exchange.Contracts;

/// <summary>The exchange's contract interfaces in Solidity's own words: an auditor needs no build of the contracts.</summary>
/// <remarks>The tests compare every declaration with the compiler's output.</remarks>
internal static partial class ExchangeAbi
{
    /// <summary>The reveal inside <c>submitUpdate</c>.</summary>
    public const string Reveal = $"(uint256 jobId, uint256 round, {G1} commitment, uint256 weight, bytes32 salt, bytes receiptSignature)";

    /// <summary>Binds a contract, and teaches the node's connection what its errors, and those of the contracts it calls, mean.</summary>
    public static Contract Bind(this Web3 web3, ContractAbi abi, Address address)
    {
        RevertSentences.Teach(web3.Client.Reverts);
        return web3.Contract(abi, address);
    }

    private static ContractAbi Interface(params string[] declarations) => ContractAbi.Parse(declarations);
}
