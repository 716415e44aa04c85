// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { Bn254 } from "../../src/libraries/Bn254.sol";

/// @title Curve
/// @notice G1 arithmetic for tests, straight on the precompiles.
library Curve {
    function generator() internal pure returns (G1 memory) {
        return G1(1, 2);
    }

    function mul(G1 memory point, uint256 scalar) internal view returns (G1 memory product) {
        (bool done, bytes memory answer) = address(7).staticcall(abi.encode(point.x, point.y, scalar));
        require(done, "ecMul");
        (product.x, product.y) = abi.decode(answer, (uint256, uint256));
    }

    function add(G1 memory left, G1 memory right) internal view returns (G1 memory sum) {
        (bool done, bytes memory answer) = address(6).staticcall(abi.encode(left.x, left.y, right.x, right.y));
        require(done, "ecAdd");
        (sum.x, sum.y) = abi.decode(answer, (uint256, uint256));
    }

    function negate(G1 memory point) internal pure returns (G1 memory) {
        return G1(point.x, point.y == 0 ? 0 : Bn254.P - point.y);
    }

    function sub(G1 memory left, G1 memory right) internal view returns (G1 memory) {
        return add(left, negate(right));
    }

    function same(G1 memory left, G1 memory right) internal pure returns (bool) {
        return left.x == right.x && left.y == right.y;
    }
}
