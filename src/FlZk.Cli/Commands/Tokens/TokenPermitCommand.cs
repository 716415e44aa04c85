using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Signatures;

namespace FlZk.Cli.Commands.Tokens;

/// <summary><c>flzk token permit</c>: an approval that another account sends.</summary>
internal sealed class TokenPermitCommand : SigningCommand
{
    private readonly Argument<TokenAmount> _amount = ValueOptions.AmountArgument("How much FLT.");
    private readonly Option<Address> _spender = ValueOptions.Address("--spender", "Who may take it.");

    public TokenPermitCommand()
        : base(
            expires: true,
            "permit",
            "Sign an approval (EIP-2612) that anybody can send: the holder needs no ether. Sends nothing.",
            "flzk token permit 100 --spender 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --out permit.json --book exchange.json "
            + "--keystore holder.json")
    {
        AddAll(_amount, _spender);
    }

    protected override Task<BigInteger> NonceAsync(ExchangeContracts contracts, Address signer, CancellationToken cancellation) =>
        contracts.Token.NonceOfAsync(signer, cancellation);

    protected override (SignedMessage Message, string Sentence) Sign(SigningContext context)
    {
        SignedApproval approval = new SignedApproval
        {
            ChainId = context.Addresses.ChainId,
            Contract = context.Addresses.Token,
            Owner = context.Account.Address,
            Spender = context.Parsed.GetRequiredValue(_spender),
            Amount = context.Parsed.GetRequiredValue(_amount).InUnits(ExchangeSession.StakeDecimals),
            Nonce = context.Nonce,
            Deadline = context.Deadline,
        }.Sign(context.Account);
        return (approval, $"{approval.Spender} may take {ExchangeSession.Tokens(approval.Amount)} FLT of {approval.Owner} once this is "
            + $"sent, until {ExchangeSession.Time(context.Deadline)}.");
    }
}
