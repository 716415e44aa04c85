using FlZk.Bn254;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Models;

/// <summary>A settled round's model as its aggregator published it, shown to open the commitment on chain.</summary>
/// <param name="Round">The round.</param>
/// <param name="Values">One fixed-point integer per parameter.</param>
/// <param name="Blinding">rho_Y.</param>
/// <param name="Commitment">C_Y.</param>
public sealed record PublishedModel(RoundId Round, ReadOnlyMemory<int> Values, Fr Blinding, G1Affine Commitment);
