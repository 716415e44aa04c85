// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title StakeTree
/// @notice Candidates in a row, each with a stake, and the sums a Fenwick tree needs (Fenwick, 1994): to set a stake, and to find whose
///         stake covers a position in [0, total), takes O(log n) words. Places are counted from 1; a new candidate gets the next place,
///         and removing one moves the last into its place. So sums over the first k places do not see whoever is added later.
library StakeTree {
    uint256 internal constant MAX_STAKE = type(uint112).max;
    uint256 internal constant MAX_CANDIDATES = type(uint16).max;

    /// @dev A candidate of place i. `sum` is the stakes of places i - lowbit(i) + 1 .. i, below 2^112 2^16.
    struct Node {
        uint128 sum;
        uint112 stake;
    }

    struct Tree {
        uint128 total;
        uint16 count;
        mapping(uint256 place => Node) nodes;
        mapping(uint256 place => address) providers;
        mapping(address provider => uint256) places;
    }

    /// @notice Adds a candidate. The caller has checked that there is room, that it is new, and that 0 < stake <= MAX_STAKE.
    function append(Tree storage tree, address provider, uint256 stake) internal {
        uint256 place = uint256(tree.count) + 1;
        uint256 sum = stake;
        // The node's sum covers its own stake and the nodes right below it, which are complete.
        uint256 from = place & (place - 1);
        for (uint256 below = place - 1; below > from; below &= below - 1) {
            sum += tree.nodes[below].sum;
        }
        tree.nodes[place] = Node(uint128(sum), uint112(stake));
        tree.providers[place] = provider;
        tree.places[provider] = place;
        tree.count = uint16(place);
        tree.total += uint128(stake);
    }

    /// @notice Changes the stake of the candidate at `place` to 0 <= stake <= MAX_STAKE.
    function set(Tree storage tree, uint256 place, uint256 stake) internal {
        uint256 count = tree.count;
        uint256 before = tree.nodes[place].stake;
        tree.nodes[place].stake = uint112(stake);
        for (uint256 node = place; node <= count; node += node & (~node + 1)) {
            tree.nodes[node].sum = uint128(tree.nodes[node].sum + stake - before);
        }
        tree.total = uint128(tree.total + stake - before);
    }

    /// @notice Removes the candidate at `place`.
    function remove(Tree storage tree, uint256 place) internal {
        uint256 last = tree.count;
        address provider = tree.providers[place];
        if (place != last) {
            address moved = tree.providers[last];
            set(tree, place, tree.nodes[last].stake);
            tree.providers[place] = moved;
            tree.places[moved] = place;
        }
        // Nothing beyond the last place has summed it up.
        tree.total -= tree.nodes[last].stake;
        tree.count = uint16(last - 1);
        delete tree.nodes[last];
        delete tree.providers[last];
        delete tree.places[provider];
    }

    /// @notice The candidate whose stake covers `position`, which is below the total.
    /// @return place Its place.
    /// @return from The stakes before it: from <= position < from + stake.
    function find(Tree storage tree, uint256 position) internal view returns (uint256 place, uint256 from) {
        uint256 count = tree.count;
        for (uint256 step = 1 << 15; step != 0; step >>= 1) {
            uint256 next = place + step;
            if (next <= count) {
                uint256 sum = tree.nodes[next].sum;
                if (from + sum <= position) {
                    place = next;
                    from += sum;
                }
            }
        }
        ++place;
    }
}
