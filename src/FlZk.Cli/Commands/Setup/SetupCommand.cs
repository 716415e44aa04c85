using System.CommandLine;
using System.Globalization;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Keys;
using FlZk.Cli.Commands.Circuits;
using FlZk.Cli.Commands.Statements;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Keys;
using FlZk.Statements;
using Spectre.Console;

namespace FlZk.Cli.Commands.Setup;

/// <summary><c>flzk setup --development</c>: all keys for statements about models of one length.</summary>
internal sealed class SetupCommand : CliCommand
{
    private readonly Option<bool> _development =
        new("--development") { Description = "Confirm that these keys follow from public seeds: anyone can forge under them." };
    private readonly Option<string> _circuit = CircuitOptions.Circuit(CircuitOptions.Default);
    private readonly Option<int?> _parameters = new("--parameters")
    {
        Description = "Parameters of the model; more than the circuit's chunk make several chunks. Default: one full chunk.",
        HelpName = "D",
    };
    private readonly Option<string> _output =
        new("--out") { Description = "Receives the keys.", HelpName = "DIR", DefaultValueFactory = _ => "keys" };

    public SetupCommand()
        : base(
            "setup",
            "Make development keys for rounds, or with a bounded-... circuit for contribution proofs: circuit key, link key, verification "
            + "key.",
            "flzk setup --development",
            "flzk setup --development --parameters 1302 --out keys/",
            "flzk setup --development --circuit bounded-309 --parameters 1302 --out contribution-keys/",
            "flzk setup --development --circuit fedavg-5568 --parameters 5000 --out keys/ --json")
    {
        Add(_development);
        Add(_circuit);
        Add(_parameters);
        Add(_output);
    }

    public override async Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        if (!parsed.GetValue(_development))
        {
            throw new UsageException(
                "Only development keys are made here; say --development to confirm. Keys for production come from ceremonies; see "
                + "docs/ceremony.md.");
        }

        CircuitInstance instance = CircuitOptions.Find(parsed.GetRequiredValue(_circuit));
        int parameters = parsed.GetValue(_parameters) ?? instance.ChunkSize;
        if (parameters is < 1 or > LinkShape.MaximumDimension)
            throw new UsageException($"--parameters is {parameters}; 1 to {LinkShape.MaximumDimension} are possible.");
        string folder = parsed.GetRequiredValue(_output);
        (LinkedKey key, CircuitKeys circuit, string link) = await EnsureAsync(
            instance, parameters, output, cancellation).ConfigureAwait(false);
        var names = KeyFolder.For(folder, instance);
        names.Save(
            circuit.ProvingKey, await File.ReadAllTextAsync(circuit.VerificationKey, cancellation).ConfigureAwait(false),
            LinkProvingKey.Read(link, CircuitOptions.StatementOf(instance)), key, instance, parameters);
        var result = new
        {
            folder,
            circuit = instance.Name,
            parameters,
            key.Chunks,
            keyId = key.KeyId.ToString(),
            key.Origin,
            provingKey = names.ProvingKey,
            verificationKey = names.VerificationKey,
            linkKey = names.LinkKey,
            linkedKey = names.KeyJson,
            keyBlob = names.KeyBlob,
        };
        output.Result(result, console => console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{folder}: development keys for {parameters:N0} parameters in {result.Chunks} chunk(s) of {instance.Name}, key id "
            + $"{result.keyId}")));
        return ExitCode.Ok;
    }

    private static async Task<(LinkedKey Key, CircuitKeys Circuit, string LinkKey)> EnsureAsync(
        CircuitInstance instance, int parameters, CommandOutput output, CancellationToken cancellation)
    {
        if (CircuitOptions.StatementOf(instance) == LinkedStatement.FedAvg)
        {
            (FedAvgProvingKeys round, CircuitKeys roundCircuit, string roundLink) = await FedAvgDevelopmentKeys.EnsureAsync(
                instance, parameters, output.Progress, cancellation).ConfigureAwait(false);
            return (round.Verification, roundCircuit, roundLink);
        }

        (BoundedUpdateProvingKeys keys, CircuitKeys circuit, string link) = await BoundedUpdateDevelopmentKeys.EnsureAsync(
            instance, parameters, output.Progress, cancellation).ConfigureAwait(false);
        return (keys.Verification, circuit, link);
    }
}
