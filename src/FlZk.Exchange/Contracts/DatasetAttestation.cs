using FlZk.Ethereum;

namespace FlZk.Exchange.Contracts;

/// <summary>What one attester says of one data set.</summary>
/// <param name="Attester">Who.</param>
/// <param name="Score">Quality in basis points.</param>
/// <param name="AttestedAt">When.</param>
/// <param name="ReportHash">Keccak-256 of the report that the score rests on.</param>
public sealed record DatasetAttestation(Address Attester, int Score, DateTimeOffset AttestedAt, Hash32 ReportHash);
