using FlZk.Ethereum;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Contracts;

/// <summary>A perpetual licence to a finalised round's model.</summary>
/// <param name="Round">The round.</param>
/// <param name="Licensee">Who holds it.</param>
/// <param name="Number">The how-manieth of its round, from 1.</param>
/// <param name="SoldAt">When it was bought.</param>
/// <param name="TermsHash">Keccak-256 of the text it was sold with.</param>
public sealed record ModelLicence(RoundId Round, Address Licensee, ulong Number, DateTimeOffset SoldAt, Hash32 TermsHash);
