namespace FlZk.Ethereum.Abi;

/// <summary>The families of Solidity ABI types.</summary>
public enum AbiKind
{
    /// <summary><c>uint8</c> to <c>uint256</c>: a <see cref="System.Numerics.BigInteger"/>.</summary>
    UnsignedInteger,

    /// <summary><c>int8</c> to <c>int256</c>: a <see cref="System.Numerics.BigInteger"/>.</summary>
    SignedInteger,

    /// <summary><c>address</c>: an <see cref="Ethereum.Address"/>.</summary>
    Address,

    /// <summary><c>bool</c>: a <see cref="bool"/>.</summary>
    Boolean,

    /// <summary><c>bytes1</c> to <c>bytes32</c>: a byte array of that length.</summary>
    FixedBytes,

    /// <summary><c>bytes</c>: a byte array.</summary>
    Bytes,

    /// <summary><c>string</c>: UTF-8 text.</summary>
    Text,

    /// <summary>A struct: <see cref="AbiValues"/>.</summary>
    Tuple,

    /// <summary><c>T[N]</c>: a list of N values.</summary>
    FixedArray,

    /// <summary><c>T[]</c>: a list of values.</summary>
    DynamicArray,
}
