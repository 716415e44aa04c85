// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IVerifierRegistry
/// @notice Which verifiers new jobs may name. Governance lists and delists, through the timelock; a running job keeps the verifier it
///         pinned.
interface IVerifierRegistry {
    /// @notice A listed verifier as it was when it was listed.
    struct Listing {
        address verifier;
        uint64 listedAt;
        bytes32 codeHash;
        bytes32 keyId;
    }

    event VerifierListed(address indexed verifier, bytes32 codeHash, bytes32 keyId);
    event VerifierDelisted(address indexed verifier);

    /// @notice No code, or code that knows no key.
    error VerifierInvalid(address verifier);
    error VerifierAlreadyListed(address verifier);
    error VerifierNotListed(address verifier);

    /// @notice Lists a verifier of aggregates or of contributions. Timelock only.
    function list(address verifier) external;

    /// @notice Keeps new jobs from naming a verifier; jobs that run go on with it. Timelock only.
    function delist(address verifier) external;

    /// @notice Whether a verifier is listed and its code is what it was then.
    function isListed(address verifier) external view returns (bool);

    /// @notice A verifier's listing; all zero when it is not listed.
    function getListing(address verifier) external view returns (Listing memory);

    function listingCount() external view returns (uint256);

    /// @notice Listings from index `first` (0-based), cut at the end. Delisting reorders.
    function getListings(uint256 first, uint256 count) external view returns (Listing[] memory);
}
