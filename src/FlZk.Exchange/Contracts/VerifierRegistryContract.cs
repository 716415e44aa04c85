using FlZk.Ethereum;
using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <summary><c>VerifierRegistry</c>: the verifiers that new jobs may name. Governance lists and delists; running jobs keep
/// theirs.</summary>
public sealed class VerifierRegistryContract : BoundContract
{
    /// <summary>Binds the contract at an address.</summary>
    public VerifierRegistryContract(Web3 web3, Address address)
        : base(web3, ExchangeAbi.VerifierRegistry, address)
    {
    }

    /// <summary>The call that lists a verifier, for a proposal.</summary>
    public GovernanceAction List(Address verifier) => new(Address, Contract.Abi.Function("list").EncodeCall(verifier));

    /// <summary>The call that keeps new jobs from naming a verifier, for a proposal.</summary>
    public GovernanceAction Delist(Address verifier) => new(Address, Contract.Abi.Function("delist").EncodeCall(verifier));

    /// <summary>Whether a verifier is listed and its code is what it was then.</summary>
    public Task<bool> IsListedAsync(Address verifier, CancellationToken cancellation = default) =>
        CallAsync<bool>("isListed", cancellation, verifier);

    /// <summary>How many verifiers are listed.</summary>
    public Task<ulong> ListingCountAsync(CancellationToken cancellation = default) => CountAsync("listingCount", cancellation);

    /// <summary>Listings from place <paramref name="first"/> (0-based), cut at the end.</summary>
    public async Task<IReadOnlyList<VerifierListing>> GetListingsAsync(
        ulong first, ulong count, CancellationToken cancellation = default)
    {
        AbiValues values = await Contract.CallAsync("getListings", [first, count], default, cancellation).ConfigureAwait(false);
        return [.. values.List<AbiValues>("value").Select(static listing => new VerifierListing(
            listing.Address("verifier"),
            Time(listing.Integer("listedAt")) ?? DateTimeOffset.UnixEpoch,
            listing.Hash("codeHash"),
            listing.Hash("keyId")))];
    }
}
