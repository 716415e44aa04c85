// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// Says back what it is told, stores, emits and fails in every way a client must understand.
contract Probe {
    struct Point {
        uint256 x;
        int64 y;
    }

    error TooSmall(uint256 given, uint256 least, address who);

    event Stored(address indexed who, string indexed label, uint256 value, Point[] points);

    uint256 public value;

    constructor(uint256 initial) {
        require(initial != 0, "nothing");
        value = initial;
    }

    function store(string calldata label, uint256 given, Point[] calldata points) external payable {
        if (given < 10) revert TooSmall(given, 10, msg.sender);
        require(given != 13, "unlucky");
        assert(given != 14);
        if (given == 15) revert();
        value = given;
        emit Stored(msg.sender, label, given, points);
    }

    function increment() external {
        value += 1;
    }

    function burn() external {
        while (true) value += 1;
    }

    function echo(Point[2] calldata a, bytes calldata b, string[] calldata c, bytes4 d, address e, bool f, int256 g)
        external
        pure
        returns (Point[2] memory points, bytes memory data, string[] memory texts, bytes4 tag, address who, bool flag, int256 number)
    {
        return (a, b, c, d, e, f, g);
    }
}
