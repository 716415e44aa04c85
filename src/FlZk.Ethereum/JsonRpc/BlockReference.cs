namespace FlZk.Ethereum.JsonRpc;

/// <summary>A block by number or by its place in the chain.</summary>
public readonly record struct BlockReference
{
    private readonly string? _name;

    private BlockReference(string name) => _name = name;

    /// <summary>The last block. The default value.</summary>
    public static BlockReference Latest => new("latest");

    /// <summary>The last block and what waits to be mined.</summary>
    public static BlockReference Pending => new("pending");

    /// <summary>The last block that a third of all stake would have to burn to undo.</summary>
    public static BlockReference Finalized => new("finalized");

    /// <summary>The last block unlikely to be undone.</summary>
    public static BlockReference Safe => new("safe");

    /// <summary>The first block.</summary>
    public static BlockReference Earliest => new("earliest");

    /// <summary>A block by number.</summary>
    public static implicit operator BlockReference(ulong number) => Number(number);

    /// <summary>A block by number.</summary>
    public static BlockReference Number(ulong number) => new(Hex.EncodeQuantity(number));

    /// <summary>The reference as JSON-RPC has it.</summary>
    public override string ToString() => _name ?? "latest";
}
