using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;

namespace FlZk.Exchange.Roles;

/// <summary>A model proposed without a proof.</summary>
/// <param name="ModelCommitment">C_Y.</param>
/// <param name="OpeningFile">The file to publish at the location that was named: it lets anyone check the proposal.</param>
/// <param name="ContentHash">Keccak-256 of that file.</param>
/// <param name="Transaction">The proposal.</param>
public sealed record RoundProposed(G1Affine ModelCommitment, string OpeningFile, Hash32 ContentHash, SentTransaction Transaction);
