// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { DataQualityOracle } from "../../src/exchange/DataQualityOracle.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IDataQualityOracle } from "../../src/interfaces/IDataQualityOracle.sol";
import { IExchangeModule } from "../../src/interfaces/IExchangeModule.sol";
import { ExchangeTest } from "../support/ExchangeTest.sol";

contract DataQualityOracleTest is ExchangeTest {
    uint256 internal constant ATTESTER_KEY = 0xA77;
    bytes32 internal constant REPORT = keccak256("report");

    address internal attester = VM.addr(ATTESTER_KEY);
    address internal stricter = address(0x57);
    uint256 internal datasetId;

    function setUp() public {
        deploy();
        appoint(attester);
        VM.prank(address(0x0E));
        datasetId = exchange.registerDataset(keccak256("dataset"), 0);
    }

    /// @notice A call of its own, so that its revert does not end the test.
    function deployAt(address implementation, bytes calldata initialisation) external returns (address) {
        return _proxy(implementation, initialisation);
    }

    function appoint(address account) internal {
        VM.prank(address(timelock));
        oracle.appointAttester(account);
    }

    function attest(address account, uint16 score) internal {
        VM.prank(account);
        oracle.attest(datasetId, score, REPORT);
    }

    function signed(uint256 key, uint256 dataset, uint16 score, bytes32 report, uint256 nonce, uint256 deadline)
        internal
        view
        returns (bytes memory)
    {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, oracle.attestationDigest(dataset, score, report, nonce, deadline));
        return abi.encodePacked(r, s, v);
    }

    function expectSignatureRefused(uint256 dataset, uint16 score, bytes32 report, uint256 deadline, bytes memory signature) internal {
        VM.expectPartialRevert(IDataQualityOracle.SignatureInvalid.selector);
        oracle.attestBySignature(attester, dataset, score, report, deadline, signature);
    }

    function test_an_attestation_is_recorded_and_revoked() public {
        VM.assertEq(uint256(oracle.qualityOf(datasetId)), 0, "no attestation");
        VM.expectEmit(true, true, true, true, address(oracle));
        emit IDataQualityOracle.DatasetAttested(datasetId, attester, 8000, REPORT);
        attest(attester, 8000);
        VM.assertEq(uint256(oracle.qualityOf(datasetId)), 8000, "quality");
        IDataQualityOracle.Attestation memory attestation = oracle.getAttestation(datasetId, attester);
        VM.assertEq(uint256(attestation.attestedAt), 1_800_000_000, "time");
        VM.assertEq(attestation.reportHash, REPORT, "report");
        VM.expectEmit(true, true, true, true, address(oracle));
        emit IDataQualityOracle.AttestationRevoked(datasetId, attester);
        VM.prank(attester);
        oracle.revoke(datasetId);
        VM.assertEq(uint256(oracle.qualityOf(datasetId)), 0, "revoked");
        VM.assertEq(oracle.getAttestation(datasetId, attester).reportHash, bytes32(0), "nothing left");
        VM.expectRevert(abi.encodeWithSelector(IDataQualityOracle.NotAttested.selector, datasetId, attester));
        VM.prank(attester);
        oracle.revoke(datasetId);
    }

    /// @dev Attester `index`, who takes office with its first score.
    function attesterAt(uint256 index) internal returns (address account) {
        account = address(uint160(0x2000 + index));
        if (!oracle.isAttester(account)) appoint(account);
    }

    /// @dev Attesters 0, 1, .. give these scores, 0 for none.
    function qualityAfter(uint16[5] memory scores) internal returns (uint256) {
        for (uint256 i = 0; i < 5; ++i) {
            if (scores[i] != 0) attest(attesterAt(i), scores[i]);
        }
        return oracle.qualityOf(datasetId);
    }

    function test_the_median_counts_in_whatever_order_scores_come() public {
        VM.assertEq(qualityAfter([uint16(7000), 0, 0, 0, 0]), 7000, "of one");
        VM.assertEq(qualityAfter([uint16(0), 9000, 0, 0, 0]), 7000, "of two the lower");
        VM.assertEq(qualityAfter([uint16(0), 0, 8000, 0, 0]), 8000, "of three the middle");
        VM.assertEq(qualityAfter([uint16(0), 0, 0, 1000, 0]), 7000, "of four the lower one of the middle");
        VM.assertEq(qualityAfter([uint16(0), 0, 0, 0, 7500]), 7500, "of five the middle");
        VM.assertEq(qualityAfter([uint16(10_000), 0, 0, 0, 0]), 8000, "an attester may think again");
        VM.assertEq(qualityAfter([uint16(8000), 8000, 8000, 0, 0]), 8000, "equal scores");
    }

    function test_one_attester_against_two_neither_keeps_a_dataset_out_nor_lets_it_in() public {
        VM.assertEq(qualityAfter([uint16(1), 8000, 8200, 0, 0]), 8000, "an enemy's score");
        VM.assertEq(qualityAfter([uint16(10_000), 0, 0, 0, 0]), 8200, "a friend's does not lift it beyond what another found either");
    }

    function test_whatever_fewer_than_half_say_quality_stays_between_scores_of_the_others(uint16 first, uint16 second, uint256 seed)
        public
    {
        // Three honest scores in [6000, 8000], two of the attacker's anywhere, in five different orders of office.
        uint16[5] memory scores;
        for (uint256 i = 0; i < 3; ++i) {
            scores[(i + seed % 5) % 5] = uint16(6000 + uint256(keccak256(abi.encode(seed, i))) % 2001);
        }
        scores[(3 + seed % 5) % 5] = uint16(bound(first, 1, 10_000));
        scores[(4 + seed % 5) % 5] = uint16(bound(second, 1, 10_000));
        uint256 quality = qualityAfter(scores);
        VM.assertGe(quality, 6000, "not below what an honest attester gave");
        VM.assertLe(quality, 8000, "not above it");
    }

    function test_sixteen_attesters_have_a_median_too() public {
        VM.prank(address(timelock));
        oracle.dismissAttester(attester);
        for (uint256 i = 0; i < 16; ++i) {
            // 1601, 1502, .. 116: descending, so that every score is put before all others.
            attest(attesterAt(i), uint16(1601 - 99 * i));
        }
        VM.assertEq(uint256(oracle.qualityOf(datasetId)), 1601 - 99 * 8, "the eighth from below");
    }

    function test_a_revoked_score_counts_no_more() public {
        qualityAfter([uint16(1000), 8000, 9000, 0, 0]);
        address first = attesterAt(0);
        address second = attesterAt(1);
        VM.prank(second);
        oracle.revoke(datasetId);
        VM.assertEq(uint256(oracle.qualityOf(datasetId)), 1000, "the lower one of two");
        VM.prank(first);
        oracle.revoke(datasetId);
        VM.assertEq(uint256(oracle.qualityOf(datasetId)), 9000, "of one");
    }

    function test_attestations_of_the_dismissed_do_not_count() public {
        appoint(stricter);
        attest(attester, 9000);
        attest(stricter, 1);
        VM.prank(address(timelock));
        oracle.dismissAttester(stricter);
        VM.assertEq(uint256(oracle.qualityOf(datasetId)), 9000, "the other's");
        VM.assertFalse(oracle.isAttester(stricter), "dismissed");
        VM.prank(address(timelock));
        oracle.dismissAttester(attester);
        VM.assertEq(uint256(oracle.qualityOf(datasetId)), 0, "nobody's");
        VM.expectRevert(abi.encodeWithSelector(IDataQualityOracle.AttesterUnknown.selector, attester));
        VM.prank(address(timelock));
        oracle.dismissAttester(attester);
    }

    function test_only_attesters_attest() public {
        VM.expectRevert(abi.encodeWithSelector(IDataQualityOracle.CallerNotAttester.selector, stricter));
        attest(stricter, 1);
    }

    function test_nobody_attests_an_own_dataset() public {
        appoint(address(0x0E));
        VM.expectRevert(abi.encodeWithSelector(IDataQualityOracle.AttesterOwnsDataset.selector, datasetId, address(0x0E)));
        attest(address(0x0E), 10_000);
    }

    function test_an_attestation_needs_a_dataset_a_score_and_a_report() public {
        VM.startPrank(attester);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.DatasetUnknown.selector, datasetId + 1));
        oracle.attest(datasetId + 1, 1, REPORT);
        VM.expectRevert(abi.encodeWithSelector(IDataQualityOracle.ScoreOutOfRange.selector, 0));
        oracle.attest(datasetId, 0, REPORT);
        VM.expectRevert(abi.encodeWithSelector(IDataQualityOracle.ScoreOutOfRange.selector, 10_001));
        oracle.attest(datasetId, 10_001, REPORT);
        VM.expectRevert(IDataQualityOracle.ReportHashZero.selector);
        oracle.attest(datasetId, 1, 0);
        VM.stopPrank();
    }

    function test_the_timelock_alone_appoints_and_dismisses() public {
        VM.expectRevert(abi.encodeWithSelector(IExchangeModule.CallerNotTimelock.selector, address(this)));
        oracle.appointAttester(stricter);
        VM.expectRevert(abi.encodeWithSelector(IExchangeModule.CallerNotTimelock.selector, address(this)));
        oracle.dismissAttester(attester);
        VM.startPrank(address(timelock));
        VM.expectRevert(IDataQualityOracle.AddressZero.selector);
        oracle.appointAttester(address(0));
        VM.expectRevert(abi.encodeWithSelector(IDataQualityOracle.AttesterAlreadyAppointed.selector, attester));
        oracle.appointAttester(attester);
        for (uint256 i = 1; i < 16; ++i) {
            oracle.appointAttester(address(uint160(0x1000 + i)));
        }
        VM.expectRevert(abi.encodeWithSelector(IDataQualityOracle.TooManyAttesters.selector, 16));
        oracle.appointAttester(stricter);
        VM.stopPrank();
        VM.assertEq(oracle.getAttesters().length, 16, "sixteen");
    }

    function test_anyone_sends_what_an_attester_signed_once() public {
        uint256 deadline = VM.getBlockTimestamp() + 1;
        bytes memory signature = signed(ATTESTER_KEY, datasetId, 7000, REPORT, 0, deadline);
        skip(1);
        oracle.attestBySignature(attester, datasetId, 7000, REPORT, deadline, signature);
        VM.assertEq(uint256(oracle.qualityOf(datasetId)), 7000, "quality");
        VM.assertEq(oracle.nonceOf(attester), 1, "nonce");
        // A revoked attestation does not come back by its signature.
        VM.prank(attester);
        oracle.revoke(datasetId);
        expectSignatureRefused(datasetId, 7000, REPORT, deadline, signature);
    }

    function test_what_an_attester_says_itself_outlives_what_it_had_signed_before() public {
        uint256 deadline = VM.getBlockTimestamp() + 1;
        bytes memory signature = signed(ATTESTER_KEY, datasetId, 9000, REPORT, 0, deadline);
        VM.prank(attester);
        oracle.attest(datasetId, 100, REPORT);
        VM.assertEq(oracle.nonceOf(attester), 1, "nonce");
        expectSignatureRefused(datasetId, 9000, REPORT, deadline, signature);
        signature = signed(ATTESTER_KEY, datasetId, 9000, REPORT, 1, deadline);
        VM.prank(attester);
        oracle.revoke(datasetId);
        VM.assertEq(oracle.nonceOf(attester), 2, "nonce");
        expectSignatureRefused(datasetId, 9000, REPORT, deadline, signature);
    }

    function test_a_signature_covers_every_word_and_its_signer() public {
        uint256 deadline = VM.getBlockTimestamp() + 100;
        bytes memory signature = signed(ATTESTER_KEY, datasetId, 7000, REPORT, 0, deadline);
        expectSignatureRefused(datasetId, 7001, REPORT, deadline, signature);
        expectSignatureRefused(datasetId + 1, 7000, REPORT, deadline, signature);
        expectSignatureRefused(datasetId, 7000, keccak256("other"), deadline, signature);
        expectSignatureRefused(datasetId, 7000, REPORT, deadline + 1, signature);
        expectSignatureRefused(datasetId, 7000, REPORT, deadline, signed(ATTESTER_KEY, datasetId, 7000, REPORT, 1, deadline));
        expectSignatureRefused(datasetId, 7000, REPORT, deadline, signed(0xBAD, datasetId, 7000, REPORT, 0, deadline));
        expectSignatureRefused(datasetId, 7000, REPORT, deadline, hex"00");
        // Who is no attester gains nothing by signing, and nobody signs for the zero address.
        bytes memory foreign = signed(0xBAD, datasetId, 7000, REPORT, 0, deadline);
        address foreigner = VM.addr(0xBAD);
        VM.expectRevert(abi.encodeWithSelector(IDataQualityOracle.CallerNotAttester.selector, foreigner));
        oracle.attestBySignature(foreigner, datasetId, 7000, REPORT, deadline, foreign);
        VM.expectRevert(abi.encodeWithSelector(IDataQualityOracle.CallerNotAttester.selector, address(0)));
        oracle.attestBySignature(address(0), datasetId, 7000, REPORT, deadline, hex"00");
        VM.chainId(99);
        expectSignatureRefused(datasetId, 7000, REPORT, deadline, signature);
    }

    function test_a_signature_expires() public {
        uint256 deadline = VM.getBlockTimestamp() + 1;
        bytes memory signature = signed(ATTESTER_KEY, datasetId, 7000, REPORT, 0, deadline);
        skip(2);
        VM.expectRevert(abi.encodeWithSelector(IDataQualityOracle.SignatureExpired.selector, deadline));
        oracle.attestBySignature(attester, datasetId, 7000, REPORT, deadline, signature);
    }

    function test_nobody_initialises_it_again_or_its_implementation() public {
        address[] memory attesters = new address[](1);
        attesters[0] = stricter;
        VM.expectRevert(Initializable.InvalidInitialization.selector);
        oracle.initialize(attesters);
        DataQualityOracle implementation = new DataQualityOracle(wiring);
        VM.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(attesters);
        VM.expectPartialRevert(IExchangeModule.NotInPlace.selector);
        this.deployAt(address(implementation), abi.encodeCall(DataQualityOracle.initialize, (attesters)));
    }
}
