// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { HashToCurve } from "../../src/committee/HashToCurve.sol";
import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { Bn254 } from "../../src/libraries/Bn254.sol";
import { Test } from "../support/Test.sol";

/// @notice Published answers: the suites BN254G1_XMD:SHA-256_SVDW_RO_ and _NU_ (gnark-crypto's vectors), and RFC 9380's appendix K.1 and
///         K.2.
contract HashToCurveTest is Test {
    bytes private constant TAG = "QUUX-V01-CS02-with-BN254G1_XMD:SHA-256_SVDW_RO_";
    bytes private constant EXPANDER_TAG = "QUUX-V01-CS02-with-expander-SHA256-128";

    function repeated(string memory start, string memory letter, uint256 times) internal pure returns (bytes memory message) {
        message = bytes(start);
        for (uint256 i = 0; i < times; ++i) {
            message = abi.encodePacked(message, letter);
        }
    }

    function expectPoint(bytes memory message, uint256 x, uint256 y) internal view {
        G1 memory point = HashToCurve.hashToG1(message, TAG);
        VM.assertEq(point.x, x, "x");
        VM.assertEq(point.y, y, "y");
    }

    function expectMapped(uint256 u, uint256 wantedX, uint256 wantedY) internal view {
        (uint256 x, uint256 y) = HashToCurve.map(u);
        VM.assertEq(x, wantedX, "x");
        VM.assertEq(y, wantedY, "y");
    }

    function expectExpanded(bytes memory message, bytes memory tag, bytes memory wanted) internal pure {
        VM.assertEq(abi.encodePacked(HashToCurve.expandMessage(message, tag, wanted.length)), wanted, "uniform bytes");
    }

    function test_messages_hash_to_the_published_points() public view {
        expectPoint(
            "",
            0x0a976ab906170db1f9638d376514dbf8c42aef256a54bbd48521f20749e59e86,
            0x02925ead66b9e68bfc309b014398640ab55f6619ab59bc1fab2210ad4c4d53d5
        );
        expectPoint(
            "abc",
            0x23f717bee89b1003957139f193e6be7da1df5f1374b26a4643b0378b5baf53d1,
            0x04142f826b71ee574452dbc47e05bc3e1a647478403a7ba38b7b93948f4e151d
        );
        expectPoint(
            "abcdef0123456789",
            0x187dbf1c3c89aceceef254d6548d7163fdfa43084145f92c4c91c85c21442d4a,
            0x0abd99d5b0000910b56058f9cc3b0ab0a22d47cf27615f588924fac1e5c63b4d
        );
        expectPoint(
            repeated("q128_", "q", 128),
            0x00fe2b0743575324fc452d590d217390ad48e5a16cf051bee5c40a2eba233f5c,
            0x0794211e0cc72d3cbbdf8e4e5cd6e7d7e78d101ff94862caae8acbe63e9fdc78
        );
        expectPoint(
            repeated("a512_", "a", 512),
            0x01b05dc540bd79fd0fea4fbb07de08e94fc2e7bd171fe025c479dc212a2173ce,
            0x1bf028afc00c0f843d113758968f580640541728cfc6d32ced9779aa613cd9b0
        );
    }

    function test_elements_map_to_the_published_points() public view {
        expectMapped(
            0x2f87b81d9d6ef05ad4d249737498cc27e1bd485dca804487844feb3c67c1a9b5,
            0x0e449b959abbd0e5ab4c873eaeb1ccd887f1d9ad6cd671fd72cb8d77fb651892,
            0x29ff1e36867c60374695ee0c298fcbef2af16f8f97ed356fa75e61a797ebb265
        );
        expectMapped(
            0x06de2d0d7c0d9c7a5a6c0b74675e7543f5b98186b5dbf831067449000b2b1f8e,
            0x19388d9112a306fba595c3a8c63daa8f04205ad9581f7cf105c63c442d7c6511,
            0x182da356478aa7776d1de8377a18b41e933036d0b71ab03f17114e4e673ad6e4
        );
        expectMapped(
            0x11945105b5e3d3b9392b5a2318409cbc28b7246aa47fa30da5739907737799a9,
            0x1452c8cc24f8dedc25b24d89b87b64e25488191cecc78464fea84077dd156f8d,
            0x209c3633505ba956f5ce4d974a868db972b8f1b69d63c218d360996bcec1ad41
        );
        expectMapped(
            0x1255fc9ad5a6e0fb440916f091229bda611c41be2f2283c3d8f98c596be4c8c9,
            0x04e8357c98524e6208ae2b771e370f0c449e839003988c2e4ce1eaf8d632559f,
            0x04396ec43dd8ec8f2b4a705090b5892219759da30154c39490fc4d59d51bb817
        );
    }

    function test_expands_as_published() public pure {
        expectExpanded("", EXPANDER_TAG, hex"68a985b87eb6b46952128911f2a4412bbc302a9d759667f87f7a21d803f07235");
        expectExpanded("abc", EXPANDER_TAG, hex"d8ccab23b5985ccea865c6c97b6e5b8350e794e603b4b97902f53a8a0d605615");
        expectExpanded("abcdef0123456789", EXPANDER_TAG, hex"eff31487c770a893cfb36f912fbfcbff40d5661771ca4b2cb4eafe524333f5c1");
        expectExpanded(
            "",
            EXPANDER_TAG,
            hex"af84c27ccfd45d41914fdff5df25293e221afc53d8ad2ac06d5e3e29485dadbee0d121587713a3e0dd4d5e69e93eb7cd4f5df4cd103e188cf60cb02edc3edf18eda8576c412b18ffb658e3dd6ec849469b979d444cf7b26911a08e63cf31f9dcc541708d3491184472c2c29bb749d4286b004ceb5ee6b9a7fa5b646c993f0ced"
        );
        expectExpanded(
            "abc",
            EXPANDER_TAG,
            hex"abba86a6129e366fc877aab32fc4ffc70120d8996c88aee2fe4b32d6c7b6437a647e6c3163d40b76a73cf6a5674ef1d890f95b664ee0afa5359a5c4e07985635bbecbac65d747d3d2da7ec2b8221b17b0ca9dc8a1ac1c07ea6a1e60583e2cb00058e77b7b72a298425cd1b941ad4ec65e8afc50303a22c0f99b0509b4c895f40"
        );
    }

    function test_a_tag_of_more_than_255_bytes_is_hashed_first() public pure {
        bytes memory tag = repeated("QUUX-V01-CS02-with-expander-SHA256-128-long-DST-", "1", 208);
        expectExpanded("", tag, hex"e8dc0c8b686b7ef2074086fbdd2f30e3f8bfbd3bdf177f73f04b97ce618a3ed3");
        expectExpanded("abc", tag, hex"52dbf4f36cf560fca57dedec2ad924ee9c266341d8f3d6afe5171733b16bbb12");
    }

    function hashed(bytes calldata message, bytes calldata tag) external view returns (G1 memory) {
        return HashToCurve.hashToG1(message, tag);
    }

    function test_an_empty_tag_is_refused() public {
        VM.expectRevert(HashToCurve.TagEmpty.selector);
        this.hashed("message", "");
    }

    function test_a_precompile_that_refuses_gives_no_point() public {
        address[2] memory precompiles = [address(5), address(6)];
        for (uint256 i = 0; i < 2; ++i) {
            VM.mockCallRevert(precompiles[i], "", "");
            VM.expectRevert(HashToCurve.PrecompileFailed.selector);
            this.hashed("message", "tag");
            VM.clearMockedCalls();
        }
    }

    /// @dev A precompile that runs out of gas must not leave what was in memory for an answer.
    function test_too_little_gas_reverts_and_never_gives_another_point() public view {
        G1 memory point = HashToCurve.hashToG1("message", "tag");
        uint256 refused = 0;
        for (uint256 limit = 3000; limit < 60_000; limit += 300) {
            try this.hashed{ gas: limit }("message", "tag") returns (G1 memory answer) {
                VM.assertTrue(answer.x == point.x && answer.y == point.y, "the same point");
            } catch {
                ++refused;
            }
        }
        VM.assertGe(refused, 10, "some had too little");
    }

    function testFuzz_every_element_maps_to_the_curve_with_its_sign(uint256 u) public view {
        u = u % Bn254.P;
        (uint256 x, uint256 y) = HashToCurve.map(u);
        VM.assertTrue(x < Bn254.P && y < Bn254.P && Bn254.isOnCurve(x, y), "on the curve");
        VM.assertEq(y & 1, u & 1, "sign");
    }

    function test_exceptional_elements_map_to_the_curve() public view {
        // 1 - 16 u^4 = 0 makes the shared inverse zero: u^2 = 1/4.
        uint256 half = (Bn254.P + 1) / 2;
        uint256[3] memory elements = [uint256(0), half, Bn254.P - half];
        for (uint256 i = 0; i < 3; ++i) {
            (uint256 x, uint256 y) = HashToCurve.map(elements[i]);
            VM.assertTrue(Bn254.isOnCurve(x, y), "on the curve");
        }
    }
}
