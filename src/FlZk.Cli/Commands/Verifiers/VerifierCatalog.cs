using FlZk.Ethereum.Abi;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Contracts;
using FlZk.Groth16;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Cli.Commands.Verifiers;

/// <summary>The verifiers that new jobs may name, with what their keys say of them.</summary>
internal static class VerifierCatalog
{
    /// <summary>A verifier of whole rounds.</summary>
    public const string Aggregate = "aggregate";

    private const string Contribution = "contribution";
    private const ulong Page = 100;

    /// <summary>Reads the registry and each verifier's key.</summary>
    public static async Task<IReadOnlyList<ListedVerifier>> ReadAsync(ExchangeContracts contracts, CancellationToken cancellation)
    {
        ulong count = await contracts.Registry.ListingCountAsync(cancellation).ConfigureAwait(false);
        var verifiers = new List<ListedVerifier>();
        for (ulong first = 0; first < count; first += Page)
        {
            foreach (VerifierListing listing in await contracts.Registry.GetListingsAsync(first, Page, cancellation).ConfigureAwait(false))
            {
                int? parameters = await ParametersAsync(contracts, listing, cancellation).ConfigureAwait(false);
                verifiers.Add(new ListedVerifier(
                    listing.Verifier.ToString(),
                    parameters is null ? Contribution : Aggregate,
                    parameters,
                    listing.KeyId.ToString(),
                    listing.CodeHash.ToString(),
                    listing.ListedAt));
            }
        }

        return verifiers;
    }

    // The registry lists both kinds alike; only a round's verifier stores a linked key.
    private static async Task<int?> ParametersAsync(ExchangeContracts contracts, VerifierListing listing, CancellationToken cancellation)
    {
        try
        {
            byte[] blob = await contracts.Verifier(listing.Verifier).KeyBlobAsync(default, cancellation).ConfigureAwait(false);
            return LinkedVerificationKey.FromBlob(blob, KeyOrigin.Ceremony, listing.Verifier.ToString()).Dimension;
        }
        catch (Exception other) when (other is TransactionRevertedException or InvalidChainResponseException or AbiException
            or FileFormatException or KeyException)
        {
            return null;
        }
    }
}
