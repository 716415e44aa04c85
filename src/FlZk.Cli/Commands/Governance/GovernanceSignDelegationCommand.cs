using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Signatures;

namespace FlZk.Cli.Commands.Governance;

/// <summary><c>flzk governance sign-delegation</c>: a delegation that another account sends.</summary>
internal sealed class GovernanceSignDelegationCommand : SigningCommand
{
    private readonly Option<Address?> _to = ValueOptions.OptionalAddress("--to", "Who votes. Default: you yourself.");

    public GovernanceSignDelegationCommand()
        : base(
            expires: true,
            "sign-delegation",
            "Sign who votes with your FLT (EIP-5805), for anybody to send. Sends nothing.",
            "flzk governance sign-delegation --to 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --out delegation.json --book exchange.json "
            + "--keystore holder.json")
        => AddAll(_to);

    protected override Task<BigInteger> NonceAsync(ExchangeContracts contracts, Address signer, CancellationToken cancellation) =>
        contracts.Token.NonceOfAsync(signer, cancellation);

    protected override (SignedMessage Message, string Sentence) Sign(SigningContext context)
    {
        SignedDelegation delegation = new SignedDelegation
        {
            ChainId = context.Addresses.ChainId,
            Contract = context.Addresses.Token,
            Holder = context.Account.Address,
            To = context.Parsed.GetValue(_to) ?? context.Account.Address,
            Nonce = context.Nonce,
            Deadline = context.Deadline,
        }.Sign(context.Account);
        return (delegation, $"{delegation.To} votes with the FLT of {delegation.Holder} once this is sent, until "
            + $"{ExchangeSession.Time(context.Deadline)}.");
    }
}
