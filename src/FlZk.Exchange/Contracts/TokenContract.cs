using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Signing;
using FlZk.Exchange.Signatures;

namespace FlZk.Exchange.Contracts;

/// <summary><c>FltToken</c>, or any other ERC-20 (EIP-20). Amounts are in the token's smallest units; votes are the exchange token's
/// alone.</summary>
public sealed class TokenContract : BoundContract
{
    private const int EtherDecimals = 18;

    /// <summary>Binds the token at an address; zero stands for ETH and answers <see cref="DecimalsAsync"/> alone.</summary>
    public TokenContract(Web3 web3, Address address)
        : base(web3, ExchangeAbi.Token, address)
    {
    }

    /// <summary>What an account holds.</summary>
    public Task<BigInteger> BalanceOfAsync(Address account, CancellationToken cancellation = default) =>
        CallAsync<BigInteger>("balanceOf", cancellation, account);

    /// <summary>Decimal places between a whole token and its smallest unit; 18 for ETH.</summary>
    public async Task<int> DecimalsAsync(CancellationToken cancellation = default) => Address.IsZero
        ? EtherDecimals
        : (int)await CallAsync<BigInteger>("decimals", cancellation).ConfigureAwait(false);

    /// <summary>The token's short name.</summary>
    public Task<string> SymbolAsync(CancellationToken cancellation = default) => CallAsync<string>("symbol", cancellation);

    /// <summary>All there is of the token.</summary>
    public Task<BigInteger> TotalSupplyAsync(CancellationToken cancellation = default) =>
        CallAsync<BigInteger>("totalSupply", cancellation);

    /// <summary>What a spender may take from an owner.</summary>
    public Task<BigInteger> AllowanceAsync(Address owner, Address spender, CancellationToken cancellation = default) =>
        CallAsync<BigInteger>("allowance", cancellation, owner, spender);

    /// <summary>Allows a spender to take an amount from the sender.</summary>
    public Task<SentTransaction> ApproveAsync(Address spender, BigInteger amount, CancellationToken cancellation = default) =>
        SendAsync("approve", cancellation, spender, amount);

    /// <summary>Moves an amount from the sender.</summary>
    public Task<SentTransaction> TransferAsync(Address to, BigInteger amount, CancellationToken cancellation = default) =>
        SendAsync("transfer", cancellation, to, amount);

    /// <summary>Moves an amount from an owner who allowed the sender to.</summary>
    public Task<SentTransaction> TransferFromAsync(
        Address from, Address to, BigInteger amount, CancellationToken cancellation = default) =>
        SendAsync("transferFrom", cancellation, from, to, amount);

    /// <summary>The nonce that an account's next signed approval (EIP-2612) or delegation (EIP-5805) must carry.</summary>
    public Task<BigInteger> NonceOfAsync(Address account, CancellationToken cancellation = default) =>
        CallAsync<BigInteger>("nonces", cancellation, account);

    /// <summary>Makes an approval that its owner signed (EIP-2612); anyone may.</summary>
    public Task<SentTransaction> PermitAsync(SignedApproval approval, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(approval);
        (int v, Hash32 r, Hash32 s) = Parts(approval.Signature);
        return SendAsync(
            "permit", cancellation, approval.Owner, approval.Spender, approval.Amount, approval.Deadline.ToUnixTimeSeconds(), v, r, s);
    }

    /// <summary>Makes a delegation of votes that the holder signed (EIP-5805); anyone may.</summary>
    public Task<SentTransaction> DelegateBySignatureAsync(SignedDelegation delegation, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(delegation);
        (int v, Hash32 r, Hash32 s) = Parts(delegation.Signature);
        return SendAsync(
            "delegateBySig", cancellation, delegation.To, delegation.Nonce, delegation.Deadline.ToUnixTimeSeconds(), v, r, s);
    }

    /// <summary>Whom an account lets vote with its tokens; zero for nobody, and then they do not count.</summary>
    public Task<Address> DelegateOfAsync(Address account, CancellationToken cancellation = default) =>
        CallAsync<Address>("delegates", cancellation, account);

    /// <summary>Lets an account, perhaps the sender itself, vote with the sender's tokens (EIP-5805).</summary>
    public Task<SentTransaction> DelegateAsync(Address to, CancellationToken cancellation = default) =>
        SendAsync("delegate", cancellation, to);

    /// <summary>The votes an account has now.</summary>
    public Task<BigInteger> VotesOfAsync(Address account, CancellationToken cancellation = default) =>
        CallAsync<BigInteger>("getVotes", cancellation, account);

    private static (int V, Hash32 R, Hash32 S) Parts(Signature signature)
    {
        byte[] bytes = signature.ToArray();
        return (bytes[64], new Hash32(bytes.AsSpan(0, 32)), new Hash32(bytes.AsSpan(32, 32)));
    }
}
