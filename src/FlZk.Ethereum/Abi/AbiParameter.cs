namespace FlZk.Ethereum.Abi;

/// <summary>A named, typed input, output, struct member or event field.</summary>
/// <param name="Name">Its name; empty where the source gave none.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsIndexed">For event fields: whether it is a topic.</param>
public sealed record AbiParameter(string Name, AbiType Type, bool IsIndexed = false);
