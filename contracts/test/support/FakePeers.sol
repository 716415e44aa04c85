// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IStakeVault } from "../../src/interfaces/IStakeVault.sol";

/// @notice Everything around the ModelCoordinator, as a test wants it: it says what it is told to say and remembers what it was asked.
contract FakePeers {
    struct Slash {
        address node;
        uint256 jobId;
        uint256 basisPoints;
        IStakeVault.SlashProceeds proceeds;
    }

    address public publisher;
    uint256 public contributors;
    IDataExchange.JobState public state = IDataExchange.JobState.Open;
    uint256 public bondEach = 1001;
    Slash[] public slashes;
    address[] public faults;
    mapping(address node => uint256) public multiplierOf;
    uint256 public requestedRound;
    uint256 public requestedSize;
    address public requestedAggregator;
    uint256 public members;
    mapping(uint256 roundId => mapping(address provider => bool)) public isMember;
    bool public rejects;

    function set(address publisher_, uint256 contributors_) external {
        publisher = publisher_;
        contributors = contributors_;
    }

    function setState(IDataExchange.JobState state_) external {
        state = state_;
    }

    function setMultiplier(address node, uint256 basisPoints) external {
        multiplierOf[node] = basisPoints;
    }

    function setMembers(uint256 members_) external {
        members = members_;
    }

    function setMember(uint256 roundId, address provider) external {
        isMember[roundId][provider] = true;
    }

    function reject(bool rejects_) external {
        rejects = rejects_;
    }

    function slashCount() external view returns (uint256) {
        return slashes.length;
    }

    function faultCount() external view returns (uint256) {
        return faults.length;
    }

    // ---- IDataExchange

    function requireRoundMayStart(uint256) external view returns (address, uint256) {
        return (publisher, contributors);
    }

    function stateOf(uint256) external view returns (IDataExchange.JobState) {
        return state;
    }

    // ---- IStakeVault

    function slashNode(address node, uint256 jobId, uint256 basisPoints, IStakeVault.SlashProceeds proceeds) external returns (uint256) {
        slashes.push(Slash(node, jobId, basisPoints, proceeds));
        return (bondEach * basisPoints + 9999) / 10_000;
    }

    // ---- IReputation

    function recordFault(address node) external {
        faults.push(node);
    }

    // ---- ICommitteeSelector

    function requestCommittee(uint256 roundId, uint256 size, address aggregator) external returns (uint256) {
        requestedRound = roundId;
        requestedSize = size;
        requestedAggregator = aggregator;
        return members != 0 ? members : size < contributors ? size : contributors;
    }

    // ---- IContributionVerifier: a proof is good when it is the context, and the bound and the commitment are in it

    function verify(uint256 context, uint256 maxSquaredNorm, G1 calldata commitment, bytes calldata proof) external view returns (bool) {
        return !rejects && keccak256(proof) == keccak256(abi.encode(context, maxSquaredNorm, commitment));
    }

    function verifyBatch(uint256[] calldata contexts, uint256 maxSquaredNorm, G1[] calldata commitments, bytes[] calldata proofs)
        external
        view
        returns (bool valid)
    {
        valid = !rejects && contexts.length == proofs.length && commitments.length == proofs.length;
        for (uint256 i = 0; valid && i < proofs.length; ++i) {
            valid = keccak256(proofs[i]) == keccak256(abi.encode(contexts[i], maxSquaredNorm, commitments[i]));
        }
    }
}
