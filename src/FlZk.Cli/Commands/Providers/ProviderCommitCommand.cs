using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Roles;
using FlZk.Learning.ModelFiles;

namespace FlZk.Cli.Commands.Providers;

/// <summary><c>flzk provider commit</c>: commits to an update and leaves the package for the aggregator.</summary>
internal sealed class ProviderCommitCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<string> _update = new("--update")
    {
        Description = "The update in fixed point (.safetensors), as 'flzk quantise' writes it.",
        HelpName = "FILE",
        Required = true,
    };
    private readonly Option<long> _weight = new("--weight")
    {
        Description = "How many samples it stands for.",
        HelpName = "N",
        Required = true,
    };
    private readonly Option<string> _package = new("--package")
    {
        Description = "Receives what the aggregator needs, readable by you alone. Hand it over when the commit phase is over, not before.",
        HelpName = "FILE",
        Required = true,
    };
    private readonly ProviderFolderOption _folder = new();
    private readonly KeyPolicyOption _policy = new("Trust a development key on a chain that is not local. Anyone can forge under it.");

    public ProviderCommitCommand()
        : base(
            Access.Sends,
            "commit",
            "Commit to an update in the job's running round; prepares the package for the aggregator. Can be repeated after a crash.",
            "flzk provider commit --job 1 --update update.safetensors --weight 120 --folder provider/ --package delivery.json "
            + "--book exchange.json --key-file provider.key")
    {
        AddAll(_job, _update, _weight, _folder.Option, _package, _policy.Option);
        Writes(_package);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        QuantisedUpdate update = SafetensorsFile.ReadUpdate(session.Parsed.GetRequiredValue(_update));
        var provider = new Provider(session.Contracts, _folder.Read(session.Parsed), _policy.Read(session.Parsed));
        ulong job = session.Parsed.GetRequiredValue(_job);
        ProviderCommit commit = await provider.CommitAsync(
            job, update.Values, session.Parsed.GetRequiredValue(_weight), session.Output.Progress, cancellation).ConfigureAwait(false);
        DeliveryPackage package = commit.Package;
        string file = session.Parsed.GetRequiredValue(_package);
        package.Write(file);
        string sentence = commit.Transaction is null ? "The commitment was on chain already" : "The commitment is on chain";
        return session.Done(
            $"{sentence} ({package.Round}). Hand {file} to the aggregator once the commit phase is over.",
            new { job, round = package.Round.Round, commitHash = package.CommitHash.ToString(), weight = package.Weight, package = file });
    }
}
