using System.CommandLine;
using FlZk.Cli.Commands.Verifiers;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Roles;

namespace FlZk.Cli.Commands.Jobs;

/// <summary><c>flzk job create</c>: a training job with its bounty.</summary>
internal sealed class JobCreateCommand : ExchangeCommand
{
    private readonly Option<string> _spec = new("--spec")
    {
        Description = "The job's terms (JSON, flzk/job/1); 'flzk job template' writes one to fill in.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly KeyPolicyOption _policy = new("Pin a development key on a chain that is not local. Anyone can forge under it.");

    public JobCreateCommand()
        : base(
            Access.Sends,
            "create",
            "Create a training job: lock its bounty and fix its terms for good.",
            "flzk job create --spec job.json --book exchange.json --key-file publisher.key",
            "flzk job create --spec job.json --book exchange.json --dev-account 0 --dry-run")
    {
        AddAll(_spec, _policy.Option);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ExchangeContracts contracts = session.Contracts;
        IReadOnlyList<ListedVerifier> listed = await VerifierCatalog.ReadAsync(contracts, cancellation).ConfigureAwait(false);
        ListedVerifier[] verifiers = [.. listed.Where(verifier => verifier.Kind == VerifierCatalog.Aggregate)];
        TrainingJobSpec spec = await JobSpecFile.ReadAsync(
            session.Parsed.GetRequiredValue(_spec),
            contracts,
            _policy.Read(session.Parsed),
            verifiers is [{ } only] ? Address.Parse(only.Verifier) : null,
            cancellation).ConfigureAwait(false);
        JobCreated created = await new Publisher(contracts, _policy.Read(session.Parsed)).CreateJobAsync(
            spec, cancellation).ConfigureAwait(false);
        string bounty = await JobText.AmountAsync(contracts, spec.Bounty, spec.BountyToken, cancellation).ConfigureAwait(false);
        return session.Done(
            $"Job {created.Job} is open: {bounty} for {spec.RoundCount} round(s) of {spec.Dimension} parameters.",
            new { job = created.Job, verifier = spec.Verifier.ToString(), keyId = spec.KeyId.ToString(), bounty = spec.Bounty });
    }
}
