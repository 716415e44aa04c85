// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../../src/interfaces/Bn254Points.sol";
import { IModelCoordinator } from "../../../src/interfaces/IModelCoordinator.sol";

/// @title Ledger
/// @notice What must be true of the exchange, written down by the moves alone, from what they asked for and were paid.
contract Ledger {
    /// What a posted receipt has come to.
    enum Receipt {
        None,
        Posted,
        Revealed,
        Reported
    }

    /// A round as it ended.
    struct Ending {
        IModelCoordinator.Phase phase;
        uint256 totalWeight;
        uint256 totalPoints;
        G1 model;
    }

    // Bonds, by node.
    mapping(address node => uint256) public deposits;
    mapping(address node => uint256) public withdrawals;
    mapping(address node => uint256) public fines;
    mapping(address node => uint256) public debts;
    mapping(address node => uint256) public faults;
    mapping(address node => uint256) public unbondingSince;
    uint256 public deposited;
    uint256 public withdrawn;
    uint256 public fined;
    /// Fines that are the treasury's, not yet collected.
    uint256 public proceeds;

    // Money of the distributor.
    mapping(address token => uint256) public owed;
    mapping(uint256 jobId => uint256) public bounties;
    mapping(uint256 jobId => uint256) public spent;
    mapping(uint256 roundId => uint256) public paid;
    mapping(uint256 roundId => mapping(address provider => uint256)) public claims;
    mapping(uint256 roundId => mapping(address token => mapping(address provider => uint256))) public licences;
    mapping(uint256 roundId => uint256) public compensation;

    // Rounds.
    uint256[] public roundIds;
    mapping(uint256 roundId => uint256) public candidates;
    mapping(uint256 roundId => uint256) public revealedWeight;
    mapping(uint256 roundId => bool) public byBackupReceipt;
    mapping(uint256 roundId => bool) public byAggregatorReceipt;
    mapping(uint256 roundId => mapping(address provider => bool)) public copied;
    mapping(uint256 roundId => mapping(address provider => Receipt)) public receipts;
    mapping(uint256 roundId => Ending) private _endings;
    mapping(uint256 roundId => address) public challenged;
    mapping(uint256 roundId => bool) public proved;
    /// Bytes of the model, in parts and with the last call.
    mapping(uint256 roundId => uint256) public publications;

    mapping(bytes32 move => uint256) public count;

    function deposit(address node, uint256 amount) external {
        deposits[node] += amount;
        deposited += amount;
    }

    function unbond(address node, uint256 time) external {
        unbondingSince[node] = time;
    }

    function withdraw(address node, uint256 amount) external {
        withdrawals[node] += amount;
        withdrawn += amount;
    }

    /// @notice A proved offence: `amount` is taken now, `debt` later.
    function fine(address node, uint256 amount, uint256 debt, bool forTreasury) external {
        _fine(node, amount, forTreasury);
        debts[node] += debt;
        ++faults[node];
    }

    /// @notice A lost challenge: no debt, and no fault of a provider's.
    function forfeit(address node, uint256 amount, bool forTreasury) external {
        _fine(node, amount, forTreasury);
    }

    function payDebt(address node, uint256 amount) external {
        debts[node] -= amount;
        _fine(node, amount, true);
    }

    function addProceeds(uint256 amount) external {
        proceeds += amount;
    }

    /// @notice Stake of another's that becomes a node's own, once its debts are paid.
    function reward(address node, uint256 amount) external {
        deposits[node] += amount;
        deposited += amount;
        uint256 part = amount < debts[node] ? amount : debts[node];
        debts[node] -= part;
        _fine(node, part, true);
    }

    function collect(uint256 amount) external {
        proceeds -= amount;
    }

    function receiveBounty(uint256 jobId, address token, uint256 amount) external {
        bounties[jobId] = amount;
        owed[token] += amount;
    }

    function receiveMoney(address token, uint256 amount) external {
        owed[token] += amount;
    }

    function receiveCompensation(uint256 roundId, address token, uint256 amount) external {
        compensation[roundId] += amount;
        owed[token] += amount;
    }

    function payOut(address token, uint256 amount) external {
        owed[token] -= amount;
    }

    function payProceeds(uint256 roundId, address provider, address token, uint256 amount) external {
        licences[roundId][token][provider] += amount;
        owed[token] -= amount;
    }

    function payClaim(uint256 roundId, address provider, address token, uint256 amount, bool ofBounty) external {
        claims[roundId][provider] += amount;
        paid[roundId] += amount;
        owed[token] -= amount;
        if (ofBounty) spent[roundId >> 32] += amount;
    }

    function refund(uint256 jobId, address token, uint256 amount) external {
        spent[jobId] += amount;
        owed[token] -= amount;
    }

    function start(uint256 roundId, uint256 candidates_) external {
        roundIds.push(roundId);
        candidates[roundId] = candidates_;
    }

    function reveal(uint256 roundId, address provider, uint256 weight, bool byBackup) external {
        revealedWeight[roundId] += weight;
        if (byBackup) byBackupReceipt[roundId] = true;
        else byAggregatorReceipt[roundId] = true;
        if (receipts[roundId][provider] == Receipt.Posted) receipts[roundId][provider] = Receipt.Revealed;
    }

    function copy(uint256 roundId, address provider) external {
        copied[roundId][provider] = true;
    }

    function setReceipt(uint256 roundId, address provider, Receipt receipt) external {
        receipts[roundId][provider] = receipt;
    }

    function setChallenger(uint256 roundId, address challenger) external {
        challenged[roundId] = challenger;
    }

    function prove(uint256 roundId) external {
        proved[roundId] = true;
    }

    function publish(uint256 roundId, uint256 bytes_) external {
        publications[roundId] += bytes_;
    }

    function end(uint256 roundId, Ending calldata ending) external {
        _endings[roundId] = ending;
    }

    function done(bytes32 move) external {
        ++count[move];
    }

    function roundCount() external view returns (uint256) {
        return roundIds.length;
    }

    function endingOf(uint256 roundId) external view returns (Ending memory) {
        return _endings[roundId];
    }

    function _fine(address node, uint256 amount, bool forTreasury) private {
        fines[node] += amount;
        fined += amount;
        if (forTreasury) proceeds += amount;
    }
}
