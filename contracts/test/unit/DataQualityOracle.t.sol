// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { DataQualityOracle } from "../../src/exchange/DataQualityOracle.sol";
import { Wiring } from "../../src/governance/Wiring.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IDataQualityOracle } from "../../src/interfaces/IDataQualityOracle.sol";
import { IExchangeModule } from "../../src/interfaces/IExchangeModule.sol";
import { DatasetsDouble } from "../support/DatasetsDouble.sol";
import { ModuleTest } from "../support/ModuleTest.sol";

contract DataQualityOracleTest is ModuleTest {
    uint256 internal constant ATTESTER_KEY = 0xA77;
    bytes32 internal constant REPORT = keccak256("report");

    DataQualityOracle internal oracle;
    DataQualityOracle internal implementation;
    address internal attester = VM.addr(ATTESTER_KEY);
    address internal stricter = address(0x57);
    uint256 internal datasetId;

    function setUp() public {
        VM.warp(1_800_000_000);
        DatasetsDouble datasets = new DatasetsDouble();
        datasetId = datasets.add(address(0x0E));
        address[] memory attesters = new address[](1);
        attesters[0] = attester;
        Wiring memory wiring = someWiring();
        wiring.exchange = address(datasets);
        wiring.oracle = creationAt(1);
        implementation = new DataQualityOracle(wiring);
        oracle = DataQualityOracle(deployProxy(address(implementation), abi.encodeCall(DataQualityOracle.initialize, (attesters))));
    }

    function appoint(address account) internal {
        VM.prank(TIMELOCK);
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

    function test_the_lowest_score_counts_whoever_gave_it_first() public {
        appoint(stricter);
        attest(attester, 9000);
        attest(stricter, 4000);
        VM.assertEq(uint256(oracle.qualityOf(datasetId)), 4000, "a later lower score");
        attest(attester, 10_000);
        VM.assertEq(uint256(oracle.qualityOf(datasetId)), 4000, "nobody outbids it");
        attest(stricter, 9500);
        VM.assertEq(uint256(oracle.qualityOf(datasetId)), 9500, "its attester may think again");
    }

    function test_attestations_of_the_dismissed_do_not_count() public {
        appoint(stricter);
        attest(attester, 9000);
        attest(stricter, 1);
        VM.prank(TIMELOCK);
        oracle.dismissAttester(stricter);
        VM.assertEq(uint256(oracle.qualityOf(datasetId)), 9000, "the other's");
        VM.assertFalse(oracle.isAttester(stricter), "dismissed");
        VM.prank(TIMELOCK);
        oracle.dismissAttester(attester);
        VM.assertEq(uint256(oracle.qualityOf(datasetId)), 0, "nobody's");
        VM.expectRevert(abi.encodeWithSelector(IDataQualityOracle.AttesterUnknown.selector, attester));
        VM.prank(TIMELOCK);
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
        VM.startPrank(TIMELOCK);
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
        address[] memory attesters = new address[](0);
        VM.expectRevert(Initializable.InvalidInitialization.selector);
        oracle.initialize(attesters);
        VM.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(attesters);
        VM.expectPartialRevert(IExchangeModule.NotInPlace.selector);
        this.deployProxy(address(implementation), abi.encodeCall(DataQualityOracle.initialize, (attesters)));
    }
}
