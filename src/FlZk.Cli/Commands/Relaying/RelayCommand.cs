using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Signatures;

namespace FlZk.Cli.Commands.Relaying;

/// <summary><c>flzk relay</c>: sends what another account signed.</summary>
internal sealed class RelayCommand : ExchangeCommand
{
    private readonly Argument<string> _message = new("signed")
    {
        Description = "The signed attestation, approval, delegation or vote, as the commands that sign write it.",
        HelpName = "FILE",
    };

    public RelayCommand()
        : base(
            Access.Sends,
            "relay",
            "Send what another account signed, and pay for it: attestations, approvals, delegations, votes.",
            "flzk relay attestation.json --book exchange.json --key-file anyone.key") => Add(_message);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        SignedMessage message = SignedMessage.Read(session.Parsed.GetRequiredValue(_message));
        await new Relay(session.Contracts).SendAsync(message, cancellation).ConfigureAwait(false);
        string what = message switch
        {
            SignedAttestation attestation => $"the attestation of data set {attestation.Dataset}",
            SignedApproval approval => $"the approval of {approval.Spender} for {ExchangeSession.Tokens(approval.Amount)} FLT",
            SignedDelegation delegation => $"the delegation to {delegation.To}",
            SignedVote vote => $"the vote {vote.Vote.ToString().ToLowerInvariant()} proposal {vote.Proposal}",
            _ => "the message",
        };
        return session.Done(
            $"Sent {what}, signed by {message.Author}.",
            new { signer = message.Author.ToString(), contract = message.Contract.ToString(), nonce = message.Nonce });
    }
}
