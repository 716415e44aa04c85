// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IGovernor } from "@openzeppelin/contracts/governance/IGovernor.sol";
import { ExchangeGovernor } from "../../src/governance/ExchangeGovernor.sol";
import { ExchangeTest } from "./ExchangeTest.sol";

/// @title GovernanceTest
/// @notice A deployment with its governor, and the way of a proposal through votes and timelock.
abstract contract GovernanceTest is ExchangeTest {
    uint48 internal constant VOTING_DELAY = 1 days;
    uint32 internal constant VOTING_PERIOD = 5 days;
    uint256 internal constant THRESHOLD = SUPPLY / 1000;
    uint256 internal constant QUORUM_PERCENT = 4;

    ExchangeGovernor internal voting;
    address internal voter = address(0x70);

    /// @dev After deploy: the governor comes last, at the address that the timelock was told.
    function deployGovernor() internal {
        while (VM.computeCreateAddress(address(this), VM.getNonce(address(this)) + 1) != governor) {
            VM.setNonce(address(this), VM.getNonce(address(this)) + 1);
        }
        voting = ExchangeGovernor(payable(_proxy(address(new ExchangeGovernor()), governorInitialisation())));
        flt.transfer(voter, SUPPLY / 10);
        VM.prank(voter);
        flt.delegate(voter);
        skip(1);
    }

    function governorInitialisation() internal view returns (bytes memory) {
        return abi.encodeCall(
            ExchangeGovernor.initialize, (address(flt), address(timelock), VOTING_DELAY, VOTING_PERIOD, THRESHOLD, QUORUM_PERCENT)
        );
    }

    function only(address target) internal pure returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = target;
    }

    function only(bytes memory data) internal pure returns (bytes[] memory datas) {
        datas = new bytes[](1);
        datas[0] = data;
    }

    function propose(address target, bytes memory data) internal returns (uint256 id) {
        VM.prank(voter);
        id = voting.propose(only(target), new uint256[](1), only(data), "proposal");
    }

    function vote(uint256 id) internal {
        skip(VOTING_DELAY + 1);
        VM.prank(voter);
        voting.castVote(id, 1);
        skip(VOTING_PERIOD);
    }

    function queue(address target, bytes memory data) internal {
        voting.queue(only(target), new uint256[](1), only(data), keccak256("proposal"));
    }

    function execute(address target, bytes memory data) internal {
        voting.execute(only(target), new uint256[](1), only(data), keccak256("proposal"));
    }

    /// @dev The timelock's own id of the proposal that is queued.
    function operationOf(address target, bytes memory data) internal view returns (bytes32) {
        bytes32 salt = bytes20(address(voting)) ^ keccak256("proposal");
        return timelock.hashOperationBatch(only(target), new uint256[](1), only(data), 0, salt);
    }

    /// @dev A proposal's whole way.
    function enact(address target, bytes memory data) internal {
        vote(propose(target, data));
        queue(target, data);
        skip(TIMELOCK_DELAY);
        execute(target, data);
    }

    function stateOf(uint256 id) internal view returns (IGovernor.ProposalState) {
        return voting.state(id);
    }
}
