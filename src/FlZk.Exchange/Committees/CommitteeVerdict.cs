using FlZk.Ethereum;

namespace FlZk.Exchange.Committees;

/// <summary>What a replay found of one draw.</summary>
/// <param name="RoundId">(job &lt;&lt; 32) | round.</param>
/// <param name="Members">The committee that the contract announced, in order.</param>
/// <param name="EntropyBlock">The block whose hash <paramref name="Entropy"/> must be; its header says whether it is.</param>
/// <param name="Entropy">The block hash that the contract used.</param>
/// <param name="Fault">What is wrong, as a sentence; null when the announced committee is the only one possible.</param>
public sealed record CommitteeVerdict(ulong RoundId, IReadOnlyList<Address> Members, ulong EntropyBlock, Hash32 Entropy, string? Fault);
