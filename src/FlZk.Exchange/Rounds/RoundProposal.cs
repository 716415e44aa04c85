using FlZk.Bn254;
using FlZk.Ethereum;

namespace FlZk.Exchange.Rounds;

/// <summary>A model proposed without a proof.</summary>
/// <param name="Proposer">Who proposed it.</param>
/// <param name="ModelCommitment">C_Y.</param>
/// <param name="ContentHash">Keccak-256 of the file that opens C_S and C_Y.</param>
public sealed record RoundProposal(Address Proposer, G1Affine ModelCommitment, Hash32 ContentHash);
