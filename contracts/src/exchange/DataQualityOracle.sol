// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { ExchangeModule } from "../governance/ExchangeModule.sol";
import { Wiring } from "../governance/Wiring.sol";
import { IDataExchange } from "../interfaces/IDataExchange.sol";
import { IDataQualityOracle } from "../interfaces/IDataQualityOracle.sol";

/// @title DataQualityOracle
/// @notice See IDataQualityOracle.
contract DataQualityOracle is IDataQualityOracle, ExchangeModule, EIP712 {
    /// @notice keccak256("Attestation(uint256 datasetId,uint16 score,bytes32 reportHash,uint256 nonce,uint256 deadline)").
    bytes32 public constant ATTESTATION_TYPEHASH =
        keccak256("Attestation(uint256 datasetId,uint16 score,bytes32 reportHash,uint256 nonce,uint256 deadline)");

    /// @notice Most attesters in office at a time, so that qualityOf has an end.
    uint256 public constant MAX_ATTESTERS = 16;

    uint256 private constant WHOLE = 10_000;

    /// @custom:storage-location erc7201:flzk.storage.DataQualityOracle
    struct Layout {
        address[] attesters;
        mapping(uint256 datasetId => mapping(address attester => Attestation)) attestations;
        mapping(address attester => uint256) nonces;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("flzk.storage.DataQualityOracle")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant LAYOUT_SLOT = 0xd719b97a3933f573b2709b6cb4e1320c83f9bad740c1c6a49afe8492fa17f500;

    /// @notice The DataExchange, which knows the datasets.
    address public immutable exchange;

    /// @param wiring The deployment's addresses.
    constructor(Wiring memory wiring) ExchangeModule(wiring, wiring.oracle) EIP712("FlZk DataQualityOracle", "1") {
        exchange = wiring.exchange;
    }

    /// @notice Appoints the first attesters.
    function initialize(address[] calldata attesters) external initializer inPlace {
        for (uint256 i = 0; i < attesters.length; ++i) {
            _appoint(attesters[i]);
        }
    }

    /// @inheritdoc IDataQualityOracle
    function appointAttester(address attester) external onlyTimelock {
        _appoint(attester);
    }

    /// @inheritdoc IDataQualityOracle
    function dismissAttester(address attester) external onlyTimelock {
        address[] storage attesters = _layout().attesters;
        uint256 count = attesters.length;
        for (uint256 i = 0; i < count; ++i) {
            if (attesters[i] == attester) {
                attesters[i] = attesters[count - 1];
                attesters.pop();
                emit AttesterDismissed(attester);
                return;
            }
        }
        revert AttesterUnknown(attester);
    }

    /// @inheritdoc IDataQualityOracle
    function attest(uint256 datasetId, uint16 scoreBps, bytes32 reportHash) external {
        // What was signed and not sent until now no longer counts.
        ++_layout().nonces[msg.sender];
        _attest(msg.sender, datasetId, scoreBps, reportHash);
    }

    /// @inheritdoc IDataQualityOracle
    function attestBySignature(
        address attester,
        uint256 datasetId,
        uint16 scoreBps,
        bytes32 reportHash,
        uint256 deadline,
        bytes calldata signature
    ) external {
        if (block.timestamp > deadline) revert SignatureExpired(deadline);
        uint256 nonce = _layout().nonces[attester]++;
        // A malformed signature gives the zero address, which cannot be appointed.
        (address signer,,) = ECDSA.tryRecover(attestationDigest(datasetId, scoreBps, reportHash, nonce, deadline), signature);
        if (signer != attester) revert SignatureInvalid(signer);
        _attest(attester, datasetId, scoreBps, reportHash);
    }

    /// @inheritdoc IDataQualityOracle
    function revoke(uint256 datasetId) external {
        Attestation storage attestation = _layout().attestations[datasetId][msg.sender];
        if (attestation.score == 0) revert NotAttested(datasetId, msg.sender);
        ++_layout().nonces[msg.sender];
        attestation.score = 0;
        attestation.attestedAt = 0;
        attestation.reportHash = 0;
        emit AttestationRevoked(datasetId, msg.sender);
    }

    /// @inheritdoc IDataQualityOracle
    function qualityOf(uint256 datasetId) external view returns (uint16) {
        Layout storage store = _layout();
        uint256 count = store.attesters.length;
        // In ascending order; there are MAX_ATTESTERS at most.
        uint16[] memory scores = new uint16[](count);
        uint256 given = 0;
        for (uint256 i = 0; i < count; ++i) {
            uint16 score = store.attestations[datasetId][store.attesters[i]].score;
            if (score == 0) continue;
            uint256 place = given++;
            for (; place > 0 && scores[place - 1] > score; --place) {
                scores[place] = scores[place - 1];
            }
            scores[place] = score;
        }
        return given == 0 ? 0 : scores[(given - 1) / 2];
    }

    /// @inheritdoc IDataQualityOracle
    function getAttestation(uint256 datasetId, address attester) external view returns (Attestation memory) {
        return _layout().attestations[datasetId][attester];
    }

    /// @inheritdoc IDataQualityOracle
    function isAttester(address account) public view returns (bool) {
        address[] storage attesters = _layout().attesters;
        uint256 count = attesters.length;
        for (uint256 i = 0; i < count; ++i) {
            if (attesters[i] == account) return true;
        }
        return false;
    }

    /// @inheritdoc IDataQualityOracle
    function getAttesters() external view returns (address[] memory) {
        return _layout().attesters;
    }

    /// @inheritdoc IDataQualityOracle
    function nonceOf(address attester) external view returns (uint256) {
        return _layout().nonces[attester];
    }

    /// @inheritdoc IDataQualityOracle
    function attestationDigest(uint256 datasetId, uint16 scoreBps, bytes32 reportHash, uint256 nonce, uint256 deadline)
        public
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(keccak256(abi.encode(ATTESTATION_TYPEHASH, datasetId, scoreBps, reportHash, nonce, deadline)));
    }

    function _appoint(address attester) private {
        if (attester == address(0)) revert AddressZero();
        if (isAttester(attester)) revert AttesterAlreadyAppointed(attester);
        address[] storage attesters = _layout().attesters;
        if (attesters.length >= MAX_ATTESTERS) revert TooManyAttesters(MAX_ATTESTERS);
        attesters.push(attester);
        emit AttesterAppointed(attester);
    }

    function _attest(address attester, uint256 datasetId, uint16 score, bytes32 reportHash) private {
        if (!isAttester(attester)) revert CallerNotAttester(attester);
        // Reverts for an unknown dataset.
        if (IDataExchange(exchange).getDataset(datasetId).owner == attester) revert AttesterOwnsDataset(datasetId, attester);
        if (score == 0 || score > WHOLE) revert ScoreOutOfRange(score);
        if (reportHash == 0) revert ReportHashZero();
        _layout().attestations[datasetId][attester] = Attestation(score, uint64(block.timestamp), reportHash);
        emit DatasetAttested(datasetId, attester, score, reportHash);
    }

    function _layout() private pure returns (Layout storage store) {
        assembly ("memory-safe") {
            store.slot := LAYOUT_SLOT
        }
    }
}
