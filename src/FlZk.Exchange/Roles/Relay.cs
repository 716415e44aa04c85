using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Signatures;

namespace FlZk.Exchange.Roles;

/// <summary>Sends what others signed, and pays the gas for it.</summary>
/// <param name="contracts">The exchange, bound for whoever pays.</param>
public sealed class Relay(ExchangeContracts contracts)
{
    /// <summary>Sends a signed message to the contract that it is for.</summary>
    /// <exception cref="ExchangeException">It is for another exchange, or its nonce is not its author's next: it was sent before, or
    /// another of the author's was.</exception>
    /// <exception cref="ChainException">The node cannot be reached, or the contract refuses; the message names the rule.</exception>
    public async Task<SentTransaction> SendAsync(SignedMessage message, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        message.RequireFor(contracts.ChainId, message is SignedAttestation ? contracts.Oracle.Address
            : message is SignedVote ? contracts.Governor.Address : contracts.Token.Address);
        BigInteger next = await NextNonceAsync(message, cancellation).ConfigureAwait(false);
        if (next != message.Nonce)
        {
            throw new ExchangeException(next > message.Nonce
                ? $"{message.Author} has used nonce {message.Nonce} before: this was sent already, or something else of its was."
                : $"This has nonce {message.Nonce}, and the next one of {message.Author} is {next}: something signed before it is "
                    + "missing.");
        }

        return await (message switch
        {
            SignedAttestation attestation => contracts.Oracle.AttestBySignatureAsync(attestation, cancellation),
            SignedApproval approval => contracts.Token.PermitAsync(approval, cancellation),
            SignedDelegation delegation => contracts.Token.DelegateBySignatureAsync(delegation, cancellation),
            SignedVote vote => contracts.Governor.CastVoteBySignatureAsync(vote, cancellation),
            _ => throw new ArgumentException($"{message.GetType().Name} is no message of this exchange.", nameof(message)),
        }).ConfigureAwait(false);
    }

    private Task<BigInteger> NextNonceAsync(SignedMessage message, CancellationToken cancellation) => message switch
    {
        SignedAttestation => contracts.Oracle.NonceOfAsync(message.Author, cancellation),
        SignedVote => contracts.Governor.NonceOfAsync(message.Author, cancellation),
        _ => contracts.Token.NonceOfAsync(message.Author, cancellation),
    };
}
