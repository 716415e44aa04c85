using System.CommandLine;
using System.Globalization;
using FlZk.Circuits.Catalog;
using FlZk.Cli.Commands.Circuits;
using FlZk.Cli.Commands.Statements;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Keys;
using FlZk.Platform.Files;
using FlZk.Statements;
using Spectre.Console;

namespace FlZk.Cli.Commands.Setup;

/// <summary><c>flzk setup --development</c>: all keys for FedAvg statements about models of one length.</summary>
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
            "Make development keys for FedAvg statements: circuit key, link key, linked verification key.",
            "flzk setup --development",
            "flzk setup --development --parameters 1302 --out keys/",
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
        (FedAvgProvingKeys keys, FlZk.Circuits.Keys.CircuitKeys circuit, string link) =
            await FedAvgDevelopmentKeys.EnsureAsync(instance, parameters, output.Progress, cancellation).ConfigureAwait(false);

        var names = new KeyFolder(folder);
        Copy(circuit.ProvingKey, names.ProvingKey);
        Copy(circuit.VerificationKey, names.VerificationKey);
        Copy(link, names.LinkKey);
        keys.Verification.WriteJson(names.LinkedKey);
        AtomicFile.WriteAllBytes(names.KeyBlob, keys.Verification.ToBlob());
        KeyFolder.WriteManifest(names, instance.Name, parameters);
        var result = new
        {
            folder,
            circuit = instance.Name,
            parameters,
            keys.Verification.Chunks,
            keyId = keys.Verification.KeyId.ToString(),
            keys.Verification.Origin,
            provingKey = names.ProvingKey,
            verificationKey = names.VerificationKey,
            linkKey = names.LinkKey,
            linkedKey = names.LinkedKey,
            keyBlob = names.KeyBlob,
        };
        output.Result(result, console => console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{folder}: development keys for {parameters:N0} parameters in {result.Chunks} chunk(s) of {instance.Name}, key id "
            + $"{result.keyId}")));
        return ExitCode.Ok;
    }

    private static void Copy(string from, string to) => AtomicFile.Write(to, stream =>
    {
        using FileStream source = File.OpenRead(from);
        source.CopyTo(stream);
    });
}
