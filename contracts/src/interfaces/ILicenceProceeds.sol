// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev The largest part of a sale that its publisher may keep, in 1/10,000: contributors get at least half.
uint256 constant MAX_PUBLISHER_SHARE = 5000;

/// @title ILicenceProceeds
/// @notice Holds what licences to a round's model brought in, until the round's contributors and the publisher fetch it. A contributor with
///         p of the round's T points is owed floor(C p / T) of the C that contributors were credited so far, less what it was paid. C only
///         grows, so nothing owed ever shrinks, the sum owed never exceeds C, and what rounding leaves is below one unit per contributor
///         over the whole life of a model.
interface ILicenceProceeds {
    /// @notice Sales of one round's model in one token.
    struct Proceeds {
        /// Credited to the contributors so far, and what of it has been paid out.
        uint128 forContributors;
        uint128 paidToContributors;
        /// What the publisher may withdraw.
        uint128 forPublisher;
        /// T, the round's points; 0 before the first sale.
        uint64 totalPoints;
    }

    /// @notice A sale's price has arrived. `token` zero is ETH.
    event ProceedsReceived(uint256 indexed roundId, address indexed token, uint256 forContributors, uint256 forPublisher);
    event ProceedsClaimed(uint256 indexed roundId, address indexed provider, address token, uint256 amount);
    event PublisherProceedsWithdrawn(uint256 indexed roundId, address indexed publisher, address token, uint256 amount);

    error CallerNotMarketplace(address caller);
    error PublisherShareTooLarge(uint256 basisPoints);
    error NothingOwed(uint256 roundId, address token, address account);
    /// @notice More is asked for than the round's sales brought in; no valid points lead here.
    error ProceedsExceeded(uint256 roundId, address token);

    /// @notice Takes a sale's price: ETH with the call (`token` zero), else pulled from the marketplace, which has approved it. Marketplace
    ///         only.
    /// @param publisherShare In 1/10,000, at most MAX_PUBLISHER_SHARE; rounded down, in favour of the contributors.
    function receiveProceeds(uint256 roundId, address token, uint128 amount, uint256 publisherShare) external payable;

    /// @notice Pays the caller what it is owed of a round's sales in one token.
    function claimProceeds(uint256 roundId, address token) external returns (uint256 amount);

    /// @notice Pays the publisher's share of a round's sales in one token to the job's publisher, who must be the caller.
    function withdrawPublisherProceeds(uint256 roundId, address token) external returns (uint256 amount);

    /// @notice What a contributor could claim now.
    function proceedsOwed(uint256 roundId, address token, address provider) external view returns (uint256);

    function getProceeds(uint256 roundId, address token) external view returns (Proceeds memory);
}
