using FlZk.Ethereum;

namespace FlZk.Exchange.Contracts;

/// <summary>A registered data set; the data themselves stay where they are.</summary>
/// <param name="Id">Its number, from 1.</param>
/// <param name="Owner">Who registered it.</param>
/// <param name="RegisteredAt">When.</param>
/// <param name="Commitment">A binding commitment to the data.</param>
/// <param name="ProfileHash">Keccak-256 of a public description; may be zero.</param>
public sealed record DatasetView(ulong Id, Address Owner, DateTimeOffset RegisteredAt, Hash32 Commitment, Hash32 ProfileHash);
