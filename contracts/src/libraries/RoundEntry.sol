// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title RoundEntry
/// @notice One word for all that a round keeps of a provider, so that revealing overwrites the commit instead of taking a fresh slot:
///         0 nothing; top byte 1: the low 248 bits of the commit hash; top byte 2: weight (32 bits), weight before (32), index (16) from
///         the low end.
library RoundEntry {
    uint256 private constant COMMITTED = 1 << 248;
    uint256 private constant REVEALED = 2 << 248;

    /// @notice A committed entry. 248 bits of Keccak keep preimages at 2^248 and collisions at 2^124 work.
    function committed(bytes32 hash) internal pure returns (uint256) {
        return COMMITTED | (uint256(hash) & (COMMITTED - 1));
    }

    /// @notice A revealed entry; the caller keeps weight and weightBefore below 2^32 and index below 2^16.
    function revealed(uint256 weight, uint256 weightBefore, uint256 index) internal pure returns (uint256) {
        return REVEALED | (index << 64) | (weightBefore << 32) | weight;
    }

    function isRevealed(uint256 entry) internal pure returns (bool) {
        return entry >> 248 == 2;
    }

    /// @notice The low 248 bits of the commit hash of a committed entry.
    function commitHash(uint256 entry) internal pure returns (uint256) {
        return entry & (COMMITTED - 1);
    }

    function reveal(uint256 entry) internal pure returns (uint256 weight, uint256 weightBefore, uint256 index) {
        return (uint32(entry), uint32(entry >> 32), uint16(entry >> 64));
    }
}
