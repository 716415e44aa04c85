using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Roles;

namespace FlZk.Cli.Commands.Contributions;

/// <summary><c>flzk contribution report</c>: has a provider slashed for a signed proof that fails.</summary>
internal sealed class ContributionReportCommand : ExchangeCommand
{
    private readonly Option<string> _proof = ContributionOptions.Proof();

    public ContributionReportCommand()
        : base(
            Access.Sends,
            "report",
            "Report a contribution proof that its provider signed and that fails: the provider is slashed. Anyone may, once per round.",
            "flzk contribution report --proof signed-proof.json --book exchange.json --key-file anyone.key") => Add(_proof);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        SignedContribution proof = SignedContribution.Read(session.Parsed.GetRequiredValue(_proof));
        BigInteger before = await LockedAsync(session, proof, cancellation).ConfigureAwait(false);
        await new ContributionProofs(session.Contracts).ReportAsync(proof, cancellation).ConfigureAwait(false);
        BigInteger slashed = before - await LockedAsync(session, proof, cancellation).ConfigureAwait(false);
        return session.Done(
            $"The proof of {proof.Provider} for {proof.Round} fails: {ExchangeSession.Tokens(slashed)} FLT of its stake in the job were "
            + "slashed.",
            new { job = proof.Round.Job, round = proof.Round.Round, provider = proof.Provider.ToString(), slashed });
    }

    private static Task<BigInteger> LockedAsync(ExchangeSession session, SignedContribution proof, CancellationToken cancellation) =>
        session.Contracts.StakeVault.LockedForAsync(proof.Provider, proof.Round.Job, cancellation);
}
