using System.CommandLine;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Circuits.Witnesses;
using FlZk.Cli.Commands.Groth16;
using FlZk.Cli.Commands.Statements;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Roles;
using FlZk.Statements;

namespace FlZk.Cli.Commands.Contributions;

/// <summary><c>flzk contribution prove</c>: proves that an update keeps its job's bound.</summary>
internal sealed class ContributionProveCommand : ExchangeCommand
{
    private readonly Option<string> _package = new("--package")
    {
        Description = "The package of the update, as 'flzk provider commit' writes it.",
        HelpName = "FILE",
        Required = true,
    };
    private readonly Option<string> _keys = new("--keys")
    {
        Description = "The job's contribution keys, as 'flzk setup --circuit bounded-...' leaves them.",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<string> _output =
        new("--out") { Description = "Receives the proof.", HelpName = "FILE", Required = true };
    private readonly Option<string> _backend = BackendOption.Create();
    private readonly KeyPolicyOption _policy = new("Use a development key on a chain that is not local. Anyone can forge under it.");

    public ContributionProveCommand()
        : base(
            Access.Reads,
            "prove",
            "Prove that the update in a package has values in range and a norm within its job's bound. Exit code 1 when it has not.",
            "flzk contribution prove --package delivery.json --keys contribution-keys/ --out proof.json --book exchange.json")
    {
        AddAll(_package, _keys, _output, _backend, _policy.Option);
        Writes(_output);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        DeliveryPackage package = DeliveryPackage.Read(session.Parsed.GetRequiredValue(_package));
        (BoundedUpdateProvingKeys keys, CircuitInstance instance) = new KeyFolder(session.Parsed.GetRequiredValue(_keys))
            .OpenContribution(session.Output.Progress, cancellation);
        CircuitArtefacts circuit = await new CircuitCompiler().CompileAsync(
            instance, session.Output.Progress, cancellation).ConfigureAwait(false);
        using CatalogWitnessGenerator witnesses = CatalogWitnessGenerator.Open(circuit);
        SignedContribution proof = await new ContributionProofs(session.Contracts, _policy.Read(session.Parsed)).ProveAsync(
            package,
            keys,
            witnesses,
            BackendOption.Open(session.Parsed.GetRequiredValue(_backend)),
            session.Output.Progress,
            cancellation).ConfigureAwait(false);
        string file = session.Parsed.GetRequiredValue(_output);
        proof.Write(file);
        return session.Show(
            new
            {
                file,
                job = proof.Round.Job,
                round = proof.Round.Round,
                provider = proof.Provider.ToString(),
                chunks = keys.Verification.Chunks,
                proofHash = proof.ProofHash.ToString(),
            },
            [
                ("proof", $"{file}, {proof.Proof.Length} bytes, {proof.ProofHash}"),
                ("of", $"{proof.Round}, {proof.Provider}"),
                ("next", $"reveal with it ('flzk provider reveal --proof {file}'), or sign it and hand it on ('flzk contribution sign')"),
            ]);
    }
}
