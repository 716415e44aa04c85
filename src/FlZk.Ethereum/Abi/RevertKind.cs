namespace FlZk.Ethereum.Abi;

/// <summary>What a reverted call says of itself.</summary>
public enum RevertKind
{
    /// <summary>No data: a bare <c>revert()</c>, out of gas, or a call into a contract without such a function.</summary>
    Silent,

    /// <summary><c>require(..., "text")</c> or <c>revert("text")</c>.</summary>
    Message,

    /// <summary>The compiler's own checks: <c>Panic(uint256)</c>.</summary>
    Panic,

    /// <summary>A custom error that the known ABIs declare.</summary>
    CustomError,

    /// <summary>Data that no known ABI declares.</summary>
    Unknown,
}
