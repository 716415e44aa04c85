// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { StakeTree } from "./StakeTree.sol";

/// @title Sortition
/// @notice Draws candidates one after the other, each with a probability proportional to its stake among those not drawn yet. Writes
///         nothing to the tree: the stakes already drawn are gaps in [0, total) that a position steps over.
library Sortition {
    /// @notice Draws `size` candidates.
    /// @param total The sum of the stakes to draw from: those of the tree's first places. Whoever has been added behind them is never
    ///         reached.
    /// @param size At most the number of those places, each with a positive stake.
    function draw(StakeTree.Tree storage tree, bytes32 seed, uint256 total, uint256 size) internal view returns (address[] memory members) {
        members = new address[](size);
        // The gaps in ascending order.
        uint256[] memory starts = new uint256[](size);
        uint256[] memory lengths = new uint256[](size);
        for (uint256 i = 0; i < size; ++i) {
            // The total is below 2^128, so the remainder's bias is below 2^-128.
            uint256 position = uint256(keccak256(abi.encode(seed, i))) % total;
            uint256 gap = 0;
            while (gap < i && starts[gap] <= position) {
                position += lengths[gap];
                ++gap;
            }
            (uint256 place, uint256 from) = StakeTree.find(tree, position);
            uint256 stake = tree.nodes[place].stake;
            members[i] = tree.providers[place];
            total -= stake;
            for (uint256 j = i; j > gap; --j) {
                starts[j] = starts[j - 1];
                lengths[j] = lengths[j - 1];
            }
            starts[gap] = from;
            lengths[gap] = stake;
        }
    }
}
