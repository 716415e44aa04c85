// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title RoundEntry
/// @notice One word for all that a round keeps of a provider, so that revealing overwrites the commit instead of taking a fresh slot. The
///         top byte says which of four it is (0: nothing); the low 248 bits hold the commit hash's low 248 bits until the reveal, and
///         from then on, from the low end, weight (32 bits), index (16), points (64), points before (64).
library RoundEntry {
    uint256 private constant COMMITTED = 1 << 248;
    uint256 private constant REVEALED = 2 << 248;
    /// Committed, and a receipt was posted.
    uint256 private constant RECEIPTED = 3 << 248;
    /// Receipted, never revealed, and reported for it.
    uint256 private constant REPORTED = 4 << 248;
    uint256 private constant HASH_MASK = COMMITTED - 1;

    /// @notice A committed entry. 248 bits of Keccak keep preimages at 2^248 and collisions at 2^124 work.
    function committed(bytes32 hash) internal pure returns (uint256) {
        return COMMITTED | (uint256(hash) & HASH_MASK);
    }

    /// @notice A revealed entry; the caller keeps weight below 2^32, index below 2^16 and the points below 2^64.
    function revealed(uint256 weight, uint256 index, uint256 points, uint256 pointsBefore) internal pure returns (uint256) {
        return REVEALED | (pointsBefore << 112) | (points << 48) | (index << 32) | weight;
    }

    /// @notice A committed entry with its receipt posted.
    function receipted(uint256 entry) internal pure returns (uint256) {
        return RECEIPTED | (entry & HASH_MASK);
    }

    /// @notice A receipted entry after its provider was reported.
    function reported(uint256 entry) internal pure returns (uint256) {
        return REPORTED | (entry & HASH_MASK);
    }

    function isRevealed(uint256 entry) internal pure returns (bool) {
        return entry >> 248 == 2;
    }

    /// @notice Whether a receipt was posted, and the update neither revealed nor its provider reported.
    function isReceipted(uint256 entry) internal pure returns (bool) {
        return entry >> 248 == 3;
    }

    function isReported(uint256 entry) internal pure returns (bool) {
        return entry >> 248 == 4;
    }

    /// @notice Whether the entry commits to `hash` and waits for its reveal.
    function isOpenCommitTo(uint256 entry, bytes32 hash) internal pure returns (bool) {
        return (entry >> 248 == 1 || entry >> 248 == 3) && (entry ^ uint256(hash)) & HASH_MASK == 0;
    }

    /// @notice The low 248 bits of the commit hash of an entry that is not revealed.
    function commitHash(uint256 entry) internal pure returns (uint256) {
        return entry & HASH_MASK;
    }

    function weightOf(uint256 entry) internal pure returns (uint256) {
        return uint32(entry);
    }

    /// @notice The reward's side of a revealed entry.
    function shareOf(uint256 entry) internal pure returns (uint256 points, uint256 pointsBefore, uint256 index) {
        return (uint64(entry >> 48), uint64(entry >> 112), uint16(entry >> 32));
    }
}
