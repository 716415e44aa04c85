using System.CommandLine;
using FlZk.Circuits.Catalog;
using FlZk.Cli.Commands.Circuits;
using FlZk.Cli.Commands.Statements;
using FlZk.Cli.Hosting;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Statements;
using Spectre.Console;

namespace FlZk.Cli.Commands.Setup;

/// <summary><c>flzk setup link combine</c>: the link key, and a key folder for those who prove.</summary>
internal sealed class LinkCombineCommand : CliCommand
{
    private readonly Option<string> _session = LinkOptions.Session();
    private readonly Option<string> _zkey = LinkOptions.Key();
    private readonly Option<string[]> _contributions = LinkOptions.Contributions();
    private readonly Option<string> _output =
        new("--out") { Description = "Receives all keys.", HelpName = "DIR", DefaultValueFactory = _ => "keys" };

    public LinkCombineCommand()
        : base(
            "combine",
            "End a link ceremony: every contribution is verified, a wrong one named; their sum is the link key.",
            "flzk setup link combine --session link.session.json --zkey circuit.zkey --contribution ada.flzkcont --contribution "
            + "grace.flzkcont --out keys/")
    {
        Add(_session);
        Add(_zkey);
        Add(_contributions);
        Add(_output);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        string zkey = parsed.GetRequiredValue(_zkey), folder = parsed.GetRequiredValue(_output);
        (LinkSession session, LinkSessionDescription description, CircuitInstance instance) = LinkOptions.Open(
            parsed.GetRequiredValue(_session), zkey, output.Progress, cancellation);
        LinkContribution[] contributions = [.. parsed.GetRequiredValue(_contributions).Select(LinkContribution.Read)];
        LinkProvingKey link = LinkCeremony.Combine(session, contributions, output.Progress, cancellation);
        ProvingKey key = ProvingKey.Read(zkey, output.Progress, cancellation);
        PedersenGenerators generators = PedersenGenerators.LoadOrDerive(
            ProjectLayout.Cache, description.Dimension, output.Progress, cancellation);
        LinkedKey verification = CircuitOptions.StatementOf(instance) == LinkedStatement.FedAvg
            ? new FedAvgProvingKeys(zkey, key, CircuitOptions.FedAvgOf(instance), link, generators).Verification
            : new BoundedUpdateProvingKeys(zkey, key, CircuitOptions.BoundedUpdateOf(instance), link, generators).Verification;
        KeyFolder.For(folder, instance).Save(zkey, key.VerificationKey.ToJson(), link, verification, instance, description.Dimension);
        var result = new
        {
            folder,
            circuit = instance.Name,
            parameters = description.Dimension,
            keyId = verification.KeyId.ToString(),
            session = session.Id.ToString(),
            parties = link.Contributors.Select(c => new { c.Party, contribution = c.Contribution.ToString() }).ToArray(),
        };
        output.Result(result, console => console.WriteLine(
            $"{folder}: link key of {string.Join(", ", link.Contributors.Select(c => c.Party))}, key id {result.keyId}"));
        return Task.FromResult(ExitCode.Ok);
    }
}
