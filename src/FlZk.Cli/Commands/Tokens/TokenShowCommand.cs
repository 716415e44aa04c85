using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Tokens;

/// <summary><c>flzk token show</c>: an account's FLT, ether and votes.</summary>
internal sealed class TokenShowCommand : ExchangeCommand
{
    private readonly Option<Address> _account = ValueOptions.Address("--account", "Whose.");

    public TokenShowCommand()
        : base(
            Access.Reads,
            "show",
            "Show what an account holds: FLT, ether, votes.",
            "flzk token show --account 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --book exchange.json") => Add(_account);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        Address account = session.Parsed.GetRequiredValue(_account);
        TokenContract token = session.Contracts.Token;
        BigInteger balance = await token.BalanceOfAsync(account, cancellation).ConfigureAwait(false);
        BigInteger votes = await token.VotesOfAsync(account, cancellation).ConfigureAwait(false);
        Address delegatee = await token.DelegateOfAsync(account, cancellation).ConfigureAwait(false);
        BigInteger ether = await session.Contracts.Web3.Client.GetBalanceAsync(account, default, cancellation).ConfigureAwait(false);
        BigInteger nonce = await token.NonceOfAsync(account, cancellation).ConfigureAwait(false);
        return session.Show(
            new
            {
                account = account.ToString(),
                token = token.Address.ToString(),
                balance,
                votes,
                @delegate = delegatee.ToString(),
                ether,
                nonce,
            },
            [
                ("account", account.ToString()),
                ("FLT", ExchangeSession.Tokens(balance)),
                ("ether", ExchangeSession.Tokens(ether)),
                ("votes", ExchangeSession.Tokens(votes)),
                ("delegate", delegatee.IsZero ? "nobody; 'flzk governance delegate' activates the votes" : delegatee.ToString()),
                ("next signature", $"nonce {nonce}"),
            ]);
    }
}
