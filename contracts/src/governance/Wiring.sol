// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Every contract's place in one deployment. Contracts keep what they need of it as immutables; modules also keep the hash of the
///         whole, so that no upgrade can connect them to anything else.
struct Wiring {
    /// The only account that may upgrade modules.
    address timelock;
    /// The ERC-20 of bonds.
    address stakeToken;
    /// Collects the slashed stake that no harmed provider is due.
    address treasury;
    /// StakeVault.
    address vault;
    /// RewardDistributor.
    address distributor;
    /// VerifierRegistry.
    address registry;
    /// DataExchange.
    address exchange;
    /// ModelCoordinator.
    address coordinator;
    /// Reputation.
    address reputation;
    /// CommitteeSelector.
    address selector;
    /// DataQualityOracle.
    address oracle;
    /// OptimisticSettlement.
    address settlement;
    /// ContributionDisputes.
    address disputes;
    /// ModelMarketplace.
    address marketplace;
}
