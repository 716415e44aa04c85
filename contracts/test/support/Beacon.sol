// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { HashToCurve } from "../../src/committee/HashToCurve.sol";
import { G1, G2 } from "../../src/interfaces/Bn254Points.sol";
import { Curve } from "./Curve.sol";

/// @title Beacon
/// @notice Two beacon secrets with their keys, and signing, for tests.
library Beacon {
    uint256 internal constant SECRET = 0xBEAC01;
    uint256 internal constant OTHER_SECRET = 0xBEAC02;

    /// @notice [SECRET]2.
    function key() internal pure returns (G2 memory) {
        return G2(
            [
                uint256(0x117fcfe6087d9809032e1641137a143b5f582f266f8f47136701464a787b5152),
                0x18f5e627a977b3a7b88eaa41e6d96bb3941bda6fedb6e1729bfcce98b870997d
            ],
            [
                uint256(0x1558e155d96ba74fcb30f5f1a478f72c34c2e5018d52fcc4736a7b9565a814c5),
                0x0e448487cc4d55f7545d1b6a4b6e5d488c7870c595334a98621506759ef80a39
            ]
        );
    }

    /// @notice [OTHER_SECRET]2.
    function otherKey() internal pure returns (G2 memory) {
        return G2(
            [
                uint256(0x0fbc58746de0d5839a569f06b37609bd29394db0de51182f830961e97a8a1645),
                0x027cfe27a4329f104748da1e320b73070035d8be167110aa983e6c8bf665f5c4
            ],
            [
                uint256(0x23c55d373ace2956c5a7d887a80c7e9df3228dae9a1d1fb570c4a47969304d23),
                0x08272868ab2b8cb2f091d198cb0d91de9c84cdbc4a4d1cffbc606aeaee57a1e1
            ]
        );
    }

    /// @notice On the twist, but not of order r.
    function outsideSubgroup() internal pure returns (G2 memory) {
        return G2(
            [uint256(0), 1],
            [
                uint256(0x0d1271953ed9ea0836846e70a1934187998c7f790cb4d7511b7f8da82de048a4),
                0x2869111d5381f072f8e2728fdb825a51aadd70e52c9830e9ab4b871c0531f1bb
            ]
        );
    }

    function sign(uint256 secret, bytes memory message, bytes memory tag) internal view returns (G1 memory) {
        return Curve.mul(HashToCurve.hashToG1(message, tag), secret);
    }
}
