// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { SignatureChecker } from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import { ExchangeModule } from "../governance/ExchangeModule.sol";
import { Wiring } from "../governance/Wiring.sol";
import { IContributionDisputes } from "../interfaces/IContributionDisputes.sol";
import { IContributionVerifier } from "../interfaces/IContributionVerifier.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IReputation } from "../interfaces/IReputation.sol";
import { IStakeVault } from "../interfaces/IStakeVault.sol";
import { Bn254 } from "../libraries/Bn254.sol";

/// @title ContributionDisputes
/// @notice See IContributionDisputes. Holds nothing but which claims were punished.
contract ContributionDisputes is IContributionDisputes, ExchangeModule, EIP712 {
    /// @notice The EIP-712 type of a claim.
    bytes32 public constant CLAIM_TYPEHASH =
        keccak256("ContributionClaim(uint256 jobId,uint256 round,uint256 commitmentX,uint256 commitmentY,bytes32 proofHash)");

    /// @inheritdoc IContributionDisputes
    uint256 public constant SLASH_BASIS_POINTS = 2000;

    /// @custom:storage-location erc7201:flzk.storage.ContributionDisputes
    struct Layout {
        mapping(uint256 jobId => mapping(uint256 round => mapping(address provider => bool))) reported;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("flzk.storage.ContributionDisputes")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant LAYOUT_SLOT = 0x5b052c519e4321cbb40cb01395ecde9d0f6bd6a84be0c559fa4566d08a700800;

    /// @notice The ModelCoordinator, which knows a job's contribution verifier and bound, and whose address is part of every proof's
    ///         context.
    address public immutable coordinator;
    /// @notice The StakeVault.
    address public immutable vault;
    /// @notice Reputation.
    address public immutable reputation;

    /// @param wiring The deployment's addresses.
    constructor(Wiring memory wiring) ExchangeModule(wiring, wiring.disputes) EIP712("FlZk ContributionDisputes", "1") {
        coordinator = wiring.coordinator;
        vault = wiring.vault;
        reputation = wiring.reputation;
    }

    /// @notice Has nothing to set up.
    function initialize() external initializer inPlace { }

    /// @inheritdoc IContributionDisputes
    function reportFailedContribution(address provider, ContributionClaim calldata claim, bytes calldata proof, bytes calldata signature)
        external
        returns (uint256 slashed)
    {
        if (keccak256(proof) != claim.proofHash) revert ProofHashWrong(claim.proofHash, keccak256(proof));
        if (!SignatureChecker.isValidSignatureNowCalldata(provider, claimHash(claim), signature)) revert SignatureInvalid(provider);
        Layout storage store = _layout();
        if (store.reported[claim.jobId][claim.round][provider]) revert AlreadyReported(provider, claim.jobId, claim.round);
        if (IStakeVault(vault).liableFor(provider, claim.jobId) == 0) revert NothingAtStake(provider, claim.jobId);
        if (_isValid(provider, claim, proof)) revert ProofValid();

        store.reported[claim.jobId][claim.round][provider] = true;
        slashed = IStakeVault(vault).slashNode(provider, claim.jobId, SLASH_BASIS_POINTS, IStakeVault.SlashProceeds.Treasury);
        IReputation(reputation).recordFault(provider);
        emit FailedContributionReported(provider, claim.jobId, claim.round, claim.proofHash, msg.sender, slashed);
    }

    /// @inheritdoc IContributionDisputes
    function claimHash(ContributionClaim calldata claim) public view returns (bytes32) {
        return _hashTypedDataV4(
            keccak256(abi.encode(CLAIM_TYPEHASH, claim.jobId, claim.round, claim.commitment.x, claim.commitment.y, claim.proofHash))
        );
    }

    /// @inheritdoc IContributionDisputes
    function isReported(uint256 jobId, uint256 round, address provider) external view returns (bool) {
        return _layout().reported[jobId][round][provider];
    }

    /// @dev A commitment or a proof that is none is the signer's doing and fails. For those that are well-formed `verify` answers or
    ///      reverts, and then so does the report: a verifier that ran out of gas has not refused the proof.
    function _isValid(address provider, ContributionClaim calldata claim, bytes calldata proof) private view returns (bool) {
        IModelCoordinator.JobTerms memory terms = IModelCoordinator(coordinator).getTerms(claim.jobId);
        IContributionVerifier verifier = IContributionVerifier(terms.contributionVerifier);
        if (address(verifier) == address(0)) revert NoContributionVerifier(claim.jobId);
        // What other code says of a proof is no evidence.
        if (address(verifier).codehash != terms.contributionCodeHash) revert VerifierCodeChanged(address(verifier));
        (uint256 x, uint256 y) = (claim.commitment.x, claim.commitment.y);
        // Infinity is (0, 0), which does not satisfy the curve's equation.
        if (x >= Bn254.P || y >= Bn254.P || !Bn254.isOnCurve(x, y)) return false;
        if (!verifier.isWellFormed(proof)) return false;
        uint256 context = uint256(keccak256(abi.encode(block.chainid, coordinator, claim.jobId, claim.round, provider))) % Bn254.R;
        return verifier.verify(context, terms.maxSquaredNorm, claim.commitment, proof);
    }

    function _layout() private pure returns (Layout storage store) {
        assembly ("memory-safe") {
            store.slot := LAYOUT_SLOT
        }
    }
}
