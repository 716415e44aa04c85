using System.CommandLine;
using System.Globalization;
using FlZk.Bn254;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Circuits.Witnesses;
using FlZk.Cli.Commands.Groth16;
using FlZk.Cli.Commands.Learning;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Keys;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.ModelFiles;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Statements;
using Spectre.Console;

namespace FlZk.Cli.Commands.Statements;

/// <summary><c>flzk prove</c>: a whole FedAvg statement from files, without a chain.</summary>
internal sealed class ProveCommand : CliCommand
{
    private readonly Option<string> _keys =
        new("--keys") { Description = "Keys, as 'flzk setup' leaves them.", HelpName = "DIR", Required = true };
    private readonly Option<string> _updates = new("--updates")
    {
        Description = "Directory of fixed-point updates, each named by its provider's address: 0x....safetensors.",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<string> _weights =
        new("--weights") { Description = "Weights by file name (JSON, flzk/weights/1).", HelpName = "FILE", Required = true };
    private readonly Option<string> _openings = new("--openings")
    {
        Description = "Directory of the openings that 'flzk commit' wrote: 0x....opening.json.",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<string> _output =
        new("--out") { Description = "Receives the proved statement (JSON, flzk/statement/1).", HelpName = "FILE", Required = true };
    private readonly Option<string> _model =
        new("--model") { Description = "Receives the averaged model (.safetensors).", HelpName = "FILE", Required = true };
    private readonly Option<string> _modelOpening = new("--model-opening")
    {
        Description = "Receives what opens the model's commitment, readable by you alone.",
        HelpName = "FILE",
        Required = true,
    };
    private readonly Option<bool> _transcripts = new("--transcripts")
    {
        Description =
            "Include each chunk's full public signals, for 'snarkjs groth16 verify'. They hold the model, the sums and all blindings.",
    };
    private readonly Option<string> _backend = BackendOption.Create();
    private readonly Option<DeviceChoice> _device = DeviceOption.Create();
    private readonly Option<bool> _allowDevelopmentKeys =
        new("--allow-development-keys") { Description = "Use development keys on a chain that is not local. Anyone can forge under them." };
    private readonly ChainContextOptions _context = new();

    public ProveCommand()
        : base(
            "prove",
            "Average a round's updates and prove it: openings checked, witness, one Groth16 proof per chunk, one link; verified before it "
            + "is written.",
            "flzk prove --keys keys/ --updates updates/ --weights weights.json --openings openings/ --coordinator 0x... --job 1 --round 1 "
            + "--aggregator 0x... --out statement.json --model model.safetensors --model-opening model.opening.json")
    {
        foreach (Option option in (Option[])[_keys, _updates, _weights, _openings, _output, _model, _modelOpening, _transcripts, _backend,
            _device, _allowDevelopmentKeys])
        {
            Add(option);
        }

        Writes(_output, _model, _modelOpening);
        _context.AddTo(this);
    }

    public override async Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        ChainContext chain = _context.Read(parsed);
        string model = parsed.GetRequiredValue(_model);
        if (Path.GetExtension(model) is not (".safetensors" or ".npy"))
            throw new UsageException($"--model is {model}; its name must end in .safetensors or .npy.");
        (FedAvgProvingKeys keys, CircuitInstance instance) = new KeyFolder(parsed.GetRequiredValue(_keys)).Open(
            output.Progress, cancellation);
        (parsed.GetValue(_allowDevelopmentKeys) ? KeyPolicy.AllowDevelopmentKeys : KeyPolicy.Strict).Require(
            chain.ChainId, keys.Verification);

        UpdateDirectory round = UpdateDirectory.Read(parsed.GetRequiredValue(_updates), parsed.GetRequiredValue(_weights));
        if (round.Layout.Length != keys.Verification.Dimension)
        {
            throw new FileFormatException(
                parsed.GetRequiredValue(_updates),
                $"the updates have {round.Layout.Length} parameters, the keys are for {keys.Verification.Dimension}");
        }

        CommitmentOpening[] openings = ReadOpenings(parsed.GetRequiredValue(_openings), round);
        ProviderContribution[] providers = [.. openings.Select((opening, i) =>
            new ProviderContribution(ProviderOf(round.Names[i]), round.Updates[i].Weight, opening.Commitment))];
        CheckOpenings(keys, round, openings, output, cancellation);

        using IAggregationDevice device = AggregationDevices.Open(parsed.GetValue(_device), output.Note);
        output.Progress?.Report(new WorkProgress($"averaging on {device.Name}"));
        FedAvgResult average = FedAvg.Aggregate(device, round.Updates, round.Format, cancellation);
        CircuitArtefacts circuit = await new CircuitCompiler().CompileAsync(instance, output.Progress, cancellation).ConfigureAwait(false);
        using CatalogWitnessGenerator witnesses = CatalogWitnessGenerator.Open(circuit);
        long[] weights = [.. round.Updates.Select(update => update.Weight)];
        FedAvgProof proof = await new FedAvgProver(keys, witnesses, BackendOption.Open(parsed.GetRequiredValue(_backend))).ProveAsync(
            new FedAvgInputs
            {
                Context = chain.ToFieldElement(),
                TotalWeight = average.TotalWeight,
                Sums = average.Sum,
                Model = average.Model,
                SumBlinding = VectorCommitment.WeightedBlinding([.. openings.Select(opening => opening.Blinding)], weights),
                ExpectedSum = VectorCommitment.WeightedSum([.. openings.Select(opening => opening.Commitment)], weights),
            },
            output.Progress,
            cancellation).ConfigureAwait(false);
        return Deliver(parsed, output, chain, round, average, keys, providers, proof);
    }

    private ExitCode Deliver(
        ParseResult parsed,
        CommandOutput output,
        ChainContext chain,
        UpdateDirectory round,
        FedAvgResult average,
        FedAvgProvingKeys keys,
        ProviderContribution[] providers,
        FedAvgProof proof)
    {
        // The opening first: a statement without it is a model that nobody can publish.
        new CommitmentOpening(proof.Statement.Model, Array.ConvertAll(average.Model, static value => (long)value), proof.ModelBlinding)
            .Write(parsed.GetRequiredValue(_modelOpening));
        ModelFile.Write(parsed.GetRequiredValue(_model), new QuantisedUpdate(round.Layout, average.Model, round.Format).ToModel());
        var bundle = new StatementBundle
        {
            Chain = chain,
            Providers = providers,
            Statement = proof.Statement,
            Proof = proof.Proof,
            Key = keys.Verification,
            Transcripts = parsed.GetValue(_transcripts) ? proof.Transcripts : null,
        };
        bundle.Write(parsed.GetRequiredValue(_output));
        var result = new
        {
            statement = parsed.GetRequiredValue(_output),
            model = parsed.GetRequiredValue(_model),
            modelOpening = parsed.GetRequiredValue(_modelOpening),
            keyId = keys.Verification.KeyId.ToString(),
            providers = providers.Length,
            parameters = average.Model.Length,
            chunks = proof.Proof.Chunks.Count,
            totalWeight = average.TotalWeight,
            modelCommitment = PointText.Of(proof.Statement.Model.Point),
            timingsMs = new
            {
                witness = proof.Timings.Witness.TotalMilliseconds,
                prove = proof.Timings.Prove.TotalMilliseconds,
                link = proof.Timings.Link.TotalMilliseconds,
                verify = proof.Timings.Verify.TotalMilliseconds,
            },
        };
        output.Result(result, console => console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.statement}: {result.parameters:N0} parameters of {result.providers} providers proved in {result.chunks} chunk(s); "
            + $"witness {result.timingsMs.witness:F0}, prove {result.timingsMs.prove:F0}, link {result.timingsMs.link:F0}, verify "
            + $"{result.timingsMs.verify:F0} ms")));
        return ExitCode.Ok;
    }

    private static CommitmentOpening[] ReadOpenings(string directory, UpdateDirectory round) =>
        [.. round.Names.Select(
            name => CommitmentOpening.Read(Path.Combine(directory, Path.GetFileNameWithoutExtension(name) + ".opening.json")))];

    private static string ProviderOf(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        return Ethereum.Address.TryParse(name, out _)
            ? name.ToLowerInvariant()
            : throw new UsageException(
                $"{file} is not named by its provider's address; a statement says whose updates it is about: 0x....safetensors");
    }

    /// <summary>Refuses the round when an opening is not that of its update, naming the provider.</summary>
    private static void CheckOpenings(
        FedAvgProvingKeys keys, UpdateDirectory round, CommitmentOpening[] openings, CommandOutput output, CancellationToken cancellation)
    {
        output.Progress?.Report(new WorkProgress("checking openings"));
        IReadOnlyList<OpeningFault> faults = OpeningCheck.FindFaults(
            keys.Generators,
            keys.Verification.Dimension,
            keys.Verification.Parameters.Values,
            [.. openings.Select(
                (opening, i) => new DeliveredUpdate(round.Names[i], opening.Commitment, round.Updates[i].Values, opening.Blinding))],
            cancellation);
        if (faults.Count > 0) throw new FileFormatException(round.Names[faults[0].Index], faults[0].Detail);
    }
}
