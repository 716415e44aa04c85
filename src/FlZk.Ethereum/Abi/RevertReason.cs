namespace FlZk.Ethereum.Abi;

/// <summary>Why a call reverted, as far as its data tells.</summary>
/// <param name="Kind">What kind of reason it is.</param>
/// <param name="Name">The custom error's name, <c>Error</c>, <c>Panic</c>, or empty.</param>
/// <param name="Arguments">The error's arguments.</param>
/// <param name="Sentence">The reason in words.</param>
/// <param name="Data">The data as it came.</param>
public sealed record RevertReason(RevertKind Kind, string Name, AbiValues Arguments, string Sentence, ReadOnlyMemory<byte> Data)
{
    /// <inheritdoc/>
    public override string ToString() => Sentence;
}
