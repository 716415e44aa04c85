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
    private const string Unknown = "unknown";
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
                (string kind, int? parameters) = await KeyAsync(contracts, listing, cancellation).ConfigureAwait(false);
                verifiers.Add(new ListedVerifier(
                    listing.Verifier.ToString(),
                    kind,
                    parameters,
                    listing.KeyId.ToString(),
                    listing.CodeHash.ToString(),
                    listing.ListedAt));
            }
        }

        return verifiers;
    }

    // The registry lists both kinds alike; their keys differ.
    private static async Task<(string Kind, int? Parameters)> KeyAsync(
        ExchangeContracts contracts, VerifierListing listing, CancellationToken cancellation)
    {
        byte[] blob;
        try
        {
            blob = await contracts.Verifier(listing.Verifier).KeyBlobAsync(default, cancellation).ConfigureAwait(false);
        }
        catch (Exception other) when (other is TransactionRevertedException or InvalidChainResponseException or AbiException)
        {
            return (Unknown, null);
        }

        string name = listing.Verifier.ToString();
        return Dimension(() => LinkedVerificationKey.FromBlob(blob, KeyOrigin.Ceremony, name).Dimension) is { } parameters
            ? (Aggregate, parameters)
            : Dimension(() => BoundedUpdateVerificationKey.FromBlob(blob, KeyOrigin.Ceremony, name).Dimension) is { } values
                ? (Contribution, values)
                : (Unknown, null);
    }

    private static int? Dimension(Func<int> read)
    {
        try
        {
            return read();
        }
        catch (Exception other) when (other is FileFormatException or KeyException)
        {
            return null;
        }
    }
}
