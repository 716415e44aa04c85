// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IModelMarketplace
/// @notice Licences to finalised models. A job's publisher offers a round's model under terms, for a price; whoever pays it holds a
///         licence, recorded here for good. The price goes to the distributor at once, for the round's contributors and, up to a half, the
///         publisher: this contract never keeps a token.
interface IModelMarketplace {
    /// @notice What a round's model is offered for. Changing it changes no licence already sold.
    struct Listing {
        /// Zero for ETH.
        address token;
        /// The publisher's part of each sale, in 1/10,000, at most MAX_PUBLISHER_SHARE.
        uint16 publisherShare;
        bool open;
        uint64 sold;
        /// Per licence, in the token's smallest unit.
        uint128 price;
        /// keccak256 of the licence's text.
        bytes32 termsHash;
    }

    /// @notice A licence, perpetual, under the terms it was sold with.
    struct Licence {
        uint64 soldAt;
        /// The how-manieth of its round, from 1; 0 for no licence.
        uint64 number;
        bytes32 termsHash;
    }

    event ModelListed(
        uint256 indexed roundId, address indexed publisher, address token, uint256 price, uint256 publisherShare, bytes32 termsHash
    );
    event ModelDelisted(uint256 indexed roundId, address indexed publisher);
    event LicenceSold(
        uint256 indexed roundId,
        address indexed licensee,
        address indexed buyer,
        uint256 number,
        address token,
        uint256 price,
        bytes32 termsHash
    );

    error CallerNotPublisher(uint256 roundId, address caller);
    error RoundNotFinalised(uint256 roundId);
    error PriceZero();
    error TermsHashZero();
    error LicenseeZero();
    error NotListed(uint256 roundId);
    error AlreadyLicensed(uint256 roundId, address licensee);
    /// @notice The offer is no longer the one the buyer saw.
    error OfferChanged(uint256 roundId);
    /// @notice The ETH sent is not the price, or ETH was sent for a licence priced in a token.
    error ValueWrong(uint256 expected, uint256 actual);
    /// @notice The token delivered another amount than asked for: it takes a fee or rebases.
    error TransferAmountWrong(uint256 expected, uint256 actual);

    /// @notice Offers a finalised round's model, or changes the offer. The job's publisher only.
    /// @param roundId (jobId << 32) | round.
    /// @param token Zero for ETH.
    /// @param publisherShare In 1/10,000, at most MAX_PUBLISHER_SHARE.
    function listModel(uint256 roundId, address token, uint128 price, uint16 publisherShare, bytes32 termsHash) external;

    /// @notice Ends the offer. Licences sold stay. The job's publisher only.
    function delistModel(uint256 roundId) external;

    /// @notice Buys a licence for `licensee`, who can hold one per round. ETH comes with the call; a token must be approved for this
    ///         contract.
    /// @param token The offer as the buyer saw it, as are `price` and `termsHash`: if any differs, nothing is bought.
    /// @return number The licence's number within its round, from 1.
    function buyLicence(uint256 roundId, address licensee, address token, uint128 price, bytes32 termsHash)
        external
        payable
        returns (uint256 number);

    function getListing(uint256 roundId) external view returns (Listing memory);

    function getLicence(uint256 roundId, address licensee) external view returns (Licence memory);

    function isLicensed(uint256 roundId, address licensee) external view returns (bool);
}
