// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Sortition } from "../../src/committee/Sortition.sol";
import { StakeTree } from "../../src/committee/StakeTree.sol";
import { Test } from "../support/Test.sol";

/// @notice The tree against a plain list, and the draw against its definition.
contract SortitionTest is Test {
    using StakeTree for StakeTree.Tree;

    StakeTree.Tree private tree;
    address[] private providers;
    uint256[] private stakes;
    uint256 private added;

    function add(uint256 stake) internal {
        // Never the same twice.
        address provider = address(uint160(0x1000 + ++added));
        tree.append(provider, stake);
        providers.push(provider);
        stakes.push(stake);
    }

    function drop(uint256 index) internal {
        tree.remove(index + 1);
        uint256 last = providers.length - 1;
        (providers[index], stakes[index]) = (providers[last], stakes[last]);
        providers.pop();
        stakes.pop();
    }

    function expectSame() internal view {
        uint256 before = 0;
        VM.assertEq(tree.count, providers.length, "count");
        for (uint256 i = 0; i < providers.length; ++i) {
            VM.assertEq(tree.providers[i + 1], providers[i], "provider");
            VM.assertEq(tree.places[providers[i]], i + 1, "place");
            VM.assertEq(tree.nodes[i + 1].stake, stakes[i], "stake");
            if (stakes[i] != 0) {
                (uint256 place, uint256 from) = tree.find(before);
                VM.assertEq(place, i + 1, "first position");
                VM.assertEq(from, before, "from");
                (place, from) = tree.find(before + stakes[i] - 1);
                VM.assertEq(place, i + 1, "last position");
                VM.assertEq(from, before, "from");
            }
            before += stakes[i];
        }
        VM.assertEq(tree.total, before, "total");
    }

    function testFuzz_the_tree_is_the_list_after_any_changes(uint256 seed) public {
        for (uint256 i = 0; i < 40; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            uint256 stake = 1 + (random >> 32) % 1000;
            uint256 choice = random % 8;
            if (choice < 5 || providers.length == 0) {
                add(stake);
            } else {
                uint256 index = (random >> 64) % providers.length;
                if (choice == 5) {
                    tree.set(index + 1, stake);
                    stakes[index] = stake;
                } else {
                    drop(index);
                }
            }
        }
        expectSame();
    }

    function test_the_largest_stakes_do_not_overflow() public {
        for (uint256 i = 0; i < 5; ++i) {
            add(StakeTree.MAX_STAKE);
        }
        tree.set(2, 1);
        stakes[1] = 1;
        drop(0);
        expectSame();
    }

    /// @dev The definition: a list from which every member drawn is taken out.
    function drawByDefinition(bytes32 seed, uint256 size) internal view returns (address[] memory members) {
        uint256[] memory left = stakes;
        members = new address[](size);
        uint256 total = 0;
        for (uint256 i = 0; i < left.length; ++i) {
            total += left[i];
        }
        for (uint256 i = 0; i < size; ++i) {
            uint256 position = uint256(keccak256(abi.encode(seed, i))) % total;
            uint256 index = 0;
            while (position >= left[index]) {
                position -= left[index];
                ++index;
            }
            members[i] = providers[index];
            total -= left[index];
            left[index] = 0;
        }
    }

    function expectDrawn(bytes32 seed, uint256 total, address[] memory wanted) internal view {
        address[] memory members = Sortition.draw(tree, seed, total, wanted.length);
        for (uint256 i = 0; i < wanted.length; ++i) {
            VM.assertEq(members[i], wanted[i], "member");
        }
    }

    function testFuzz_a_draw_is_its_definition_and_without_duplicates(bytes32 seed, uint256 count, uint256 size) public {
        count = bound(count, 1, 40);
        size = bound(size, 1, count);
        for (uint256 i = 0; i < count; ++i) {
            add(1 + uint256(keccak256(abi.encode(seed, "stake", i))) % (i % 7 == 0 ? 100_000 : 10));
        }
        address[] memory members = drawByDefinition(seed, size);
        expectDrawn(seed, tree.total, members);
        for (uint256 i = 0; i < size; ++i) {
            for (uint256 j = i + 1; j < size; ++j) {
                VM.assertTrue(members[i] != members[j], "no duplicates");
            }
        }
    }

    function testFuzz_candidates_added_later_are_not_seen(bytes32 seed, uint256 count, uint256 later) public {
        count = bound(count, 1, 20);
        for (uint256 i = 0; i < count; ++i) {
            add(1 + uint256(keccak256(abi.encode(seed, "stake", i))) % 50);
        }
        uint256 total = tree.total;
        address[] memory members = drawByDefinition(seed, count);
        later = bound(later, 1, 20);
        for (uint256 i = 0; i < later; ++i) {
            add(1_000_000);
        }
        expectDrawn(seed, total, members);
    }

    function test_a_stake_of_zero_is_never_drawn() public {
        for (uint256 i = 0; i < 9; ++i) {
            add(i % 3 == 1 ? 5 : 1);
        }
        for (uint256 i = 0; i < 9; ++i) {
            if (i % 3 != 1) {
                tree.set(i + 1, 0);
                stakes[i] = 0;
            }
        }
        for (uint256 k = 0; k < 200; ++k) {
            address[] memory members = Sortition.draw(tree, keccak256(abi.encode(k)), tree.total, 3);
            for (uint256 i = 0; i < 3; ++i) {
                VM.assertEq(tree.nodes[tree.places[members[i]]].stake, 5, "has a stake");
            }
        }
    }

    /// @dev Stakes 10, 20, 30, 40: the first member is each with probability 0.1 to 0.4, and the second as conditional probabilities say.
    ///      Over 4,000 draws with a fixed seed each count lies within four standard deviations.
    function test_the_distribution_is_that_of_the_stakes() public {
        for (uint256 i = 1; i <= 4; ++i) {
            add(10 * i);
        }
        uint256[4] memory first;
        uint256[4] memory drawn;
        for (uint256 k = 0; k < 4000; ++k) {
            address[] memory members = Sortition.draw(tree, keccak256(abi.encode("distribution", k)), 100, 2);
            first[tree.places[members[0]] - 1] += 1;
            drawn[tree.places[members[0]] - 1] += 1;
            drawn[tree.places[members[1]] - 1] += 1;
        }
        // P(drawn i) = p_i + sum_j p_j p_i / (1 - p_j): 0.2345, 0.4413, 0.6083, 0.7159.
        uint256[4] memory expected = [uint256(938), 1765, 2433, 2863];
        for (uint256 i = 0; i < 4; ++i) {
            uint256 mean = 400 * (i + 1);
            VM.assertLt(mean > first[i] ? mean - first[i] : first[i] - mean, 124, "first member");
            VM.assertLt(expected[i] > drawn[i] ? expected[i] - drawn[i] : drawn[i] - expected[i], 126, "either member");
        }
    }
}
