using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Roles;

namespace FlZk.Cli.Commands.Contributions;

/// <summary><c>flzk contribution verify</c>: checks contribution proofs as the contract does.</summary>
internal sealed class ContributionVerifyCommand : ExchangeCommand
{
    private readonly Option<string[]> _proofs = new("--proof")
    {
        Description = "A contribution proof; several of one job are checked for little more than the price of one.",
        HelpName = "FILE",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly KeyPolicyOption _policy = new("Trust a development key on a chain that is not local. Anyone can forge under it.");

    public ContributionVerifyCommand()
        : base(
            Access.Reads,
            "verify",
            "Check contribution proofs with the bound and the key that their job has on chain. Exit code 1 when one fails.",
            "flzk contribution verify --proof proof.json --book exchange.json",
            "flzk contribution verify --proof ada.json grace.json --book exchange.json --json")
    {
        AddAll(_proofs, _policy.Option);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        string[] files = session.Parsed.GetRequiredValue(_proofs);
        SignedContribution[] proofs = [.. files.Select(SignedContribution.Read)];
        session.Output.Note($"checking {proofs.Length} proof(s)");
        IReadOnlyList<ContributionVerdict> verdicts = await new ContributionProofs(
            session.Contracts, _policy.Read(session.Parsed)).VerifyAsync(proofs, cancellation).ConfigureAwait(false);
        bool valid = verdicts.All(verdict => verdict.IsValid);
        session.List(
            new
            {
                valid,
                proofs = verdicts.Select((verdict, i) => new
                {
                    file = files[i],
                    provider = verdict.Provider.ToString(),
                    valid = verdict.IsValid,
                    signed = verdict.IsSigned,
                    reason = verdict.Refusal,
                }),
            },
            "There is no proof.",
            ["proof", "provider", "signed", "verdict"],
            [.. verdicts.Select((verdict, i) => new[]
            {
                files[i], verdict.Provider.ToString(), verdict.IsSigned ? "yes" : "no", verdict.Refusal ?? "valid",
            })]);
        return valid ? ExitCode.Ok : ExitCode.NegativeVerdict;
    }
}
