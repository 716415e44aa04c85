using FlZk.Ethereum;

namespace FlZk.Exchange.Auditing;

/// <summary>A transaction whose hash and sender were recomputed from its signed bytes: no node can make one up.</summary>
/// <param name="Hash">Its hash, recomputed.</param>
/// <param name="From">Its sender, recovered from the signature.</param>
/// <param name="To">Its receiver.</param>
/// <param name="Data">Its call data.</param>
internal sealed record SignedCall(Hash32 Hash, Address From, Address? To, ReadOnlyMemory<byte> Data);
