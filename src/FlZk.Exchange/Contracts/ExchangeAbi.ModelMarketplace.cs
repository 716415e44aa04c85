using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <content><c>IModelMarketplace</c>.</content>
internal static partial class ExchangeAbi
{
    /// <summary><c>ModelMarketplace</c>: licences to finalised models.</summary>
    public static ContractAbi ModelMarketplace { get; } = Interface(
        "event LicenceSold(uint256 indexed roundId, address indexed licensee, address indexed buyer, uint256 number, address token, "
        + "uint256 price, bytes32 termsHash)",
        "event ModelDelisted(uint256 indexed roundId, address indexed publisher)",
        "event ModelListed(uint256 indexed roundId, address indexed publisher, address token, uint256 price, uint256 publisherShare, "
        + "bytes32 termsHash)",
        "event Upgraded(address indexed implementation)",
        "function buyLicence(uint256 roundId, address licensee, address token, uint128 price, bytes32 termsHash) payable returns "
        + "(uint256 number)",
        "function delistModel(uint256 roundId)",
        $"function getLicence(uint256 roundId, address licensee) view returns ({Licence} value)",
        $"function getListing(uint256 roundId) view returns ({ModelMarketplaceListing} value)",
        "function isLicensed(uint256 roundId, address licensee) view returns (bool value)",
        "function listModel(uint256 roundId, address token, uint128 price, uint16 publisherShare, bytes32 termsHash)",
        "function place() view returns (address value)",
        "function timelock() view returns (address value)",
        "function upgradeToAndCall(address newImplementation, bytes data) payable",
        "function wiringHash() view returns (bytes32 value)");
}
