// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { ExchangeModule } from "../governance/ExchangeModule.sol";
import { Wiring } from "../governance/Wiring.sol";
import { ILicenceProceeds, MAX_PUBLISHER_SHARE } from "../interfaces/ILicenceProceeds.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IModelMarketplace } from "../interfaces/IModelMarketplace.sol";
import { IRewardDistributor } from "../interfaces/IRewardDistributor.sol";

/// @title ModelMarketplace
/// @notice See IModelMarketplace.
contract ModelMarketplace is IModelMarketplace, ExchangeModule, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @custom:storage-location erc7201:flzk.storage.ModelMarketplace
    struct ModelMarketplaceStorage {
        mapping(uint256 roundId => Listing) listings;
        mapping(uint256 roundId => mapping(address licensee => Licence)) licences;
    }

    // keccak256(abi.encode(uint256(keccak256("flzk.storage.ModelMarketplace")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x792924f36d24a5669f4a7fca4451ac1b4f23e48ee9fafcb68545c66c8cfdff00;

    address private immutable _distributor;
    address private immutable _coordinator;

    modifier onlyPublisher(uint256 roundId) {
        if (msg.sender != IRewardDistributor(_distributor).publisherOf(roundId >> 32)) revert CallerNotPublisher(roundId, msg.sender);
        _;
    }

    constructor(Wiring memory wiring) ExchangeModule(wiring, wiring.marketplace) {
        _distributor = wiring.distributor;
        _coordinator = wiring.coordinator;
    }

    /// @notice Nothing to set; checks the proxy's address.
    function initialize() external initializer inPlace { }

    /// @inheritdoc IModelMarketplace
    function listModel(uint256 roundId, address token, uint128 price, uint16 publisherShare, bytes32 termsHash)
        external
        onlyPublisher(roundId)
    {
        if (price == 0) revert PriceZero();
        if (termsHash == 0) revert TermsHashZero();
        if (publisherShare > MAX_PUBLISHER_SHARE) revert ILicenceProceeds.PublisherShareTooLarge(publisherShare);
        if (IModelCoordinator(_coordinator).outcomeOf(roundId).phase != IModelCoordinator.Phase.Finalised) {
            revert RoundNotFinalised(roundId);
        }
        Listing storage listing = _storage().listings[roundId];
        listing.token = token;
        listing.publisherShare = publisherShare;
        listing.open = true;
        listing.price = price;
        listing.termsHash = termsHash;
        emit ModelListed(roundId, msg.sender, token, price, publisherShare, termsHash);
    }

    /// @inheritdoc IModelMarketplace
    function delistModel(uint256 roundId) external onlyPublisher(roundId) {
        Listing storage listing = _storage().listings[roundId];
        if (!listing.open) revert NotListed(roundId);
        listing.open = false;
        emit ModelDelisted(roundId, msg.sender);
    }

    /// @inheritdoc IModelMarketplace
    function buyLicence(uint256 roundId, address licensee, address token, uint128 price, bytes32 termsHash)
        external
        payable
        nonReentrant
        returns (uint256 number)
    {
        if (licensee == address(0)) revert LicenseeZero();
        Listing storage listing = _storage().listings[roundId];
        if (!listing.open) revert NotListed(roundId);
        if (listing.token != token || listing.price != price || listing.termsHash != termsHash) revert OfferChanged(roundId);
        Licence storage licence = _storage().licences[roundId][licensee];
        if (licence.number != 0) revert AlreadyLicensed(roundId, licensee);

        number = listing.sold + 1;
        listing.sold = uint64(number);
        licence.soldAt = uint64(block.timestamp);
        licence.number = uint64(number);
        licence.termsHash = termsHash;
        emit LicenceSold(roundId, licensee, msg.sender, number, token, price, termsHash);
        _collect(roundId, token, price, listing.publisherShare);
    }

    /// @inheritdoc IModelMarketplace
    function getListing(uint256 roundId) external view returns (Listing memory) {
        return _storage().listings[roundId];
    }

    /// @inheritdoc IModelMarketplace
    function getLicence(uint256 roundId, address licensee) external view returns (Licence memory) {
        return _storage().licences[roundId][licensee];
    }

    /// @inheritdoc IModelMarketplace
    function isLicensed(uint256 roundId, address licensee) external view returns (bool) {
        return _storage().licences[roundId][licensee].number != 0;
    }

    /// @dev Passes the price on to the distributor, so that nothing stays here.
    function _collect(uint256 roundId, address token, uint128 price, uint256 publisherShare) private {
        uint256 due = token == address(0) ? price : 0;
        if (msg.value != due) revert ValueWrong(due, msg.value);
        if (token != address(0)) {
            uint256 before = IERC20(token).balanceOf(address(this));
            IERC20(token).safeTransferFrom(msg.sender, address(this), price);
            uint256 received = IERC20(token).balanceOf(address(this)) - before;
            if (received != price) revert TransferAmountWrong(price, received);
            IERC20(token).forceApprove(_distributor, price);
        }
        IRewardDistributor(_distributor).receiveProceeds{ value: due }(roundId, token, price, publisherShare);
    }

    function _storage() private pure returns (ModelMarketplaceStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
