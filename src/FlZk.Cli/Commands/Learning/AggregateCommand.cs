using System.CommandLine;
using System.Globalization;
using FlZk.Cli.Hosting;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Rounds;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;
using FlZk.Platform;
using FlZk.Platform.Files;

namespace FlZk.Cli.Commands.Learning;

/// <summary><c>flzk aggregate</c>: one model of a folder of updates, by any of the rules.</summary>
internal sealed class AggregateCommand : CliCommand
{
    private readonly Option<string?> _updates = new("--updates")
    {
        Description = "Folder of updates or models: .safetensors (I32, F32, F16, BF16) and .npy.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _weights = new("--weights")
    {
        Description = "Weights by file name (JSON, flzk/weights/1), with --listen by sender's name: who is not in it cannot take part. "
            + "Without it every update has weight 1.",
        HelpName = "FILE",
    };

    private readonly Option<string> _output = new("--out")
    {
        Description = "The aggregated model: .safetensors, or .npy for a single tensor.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string> _onRefused = new("--on-refused")
    {
        Description = "What a malformed or unfitting update does: fail (every one is named, nothing is written) or skip (the others are "
            + "aggregated).",
        HelpName = "fail|skip",
        DefaultValueFactory = _ => "fail",
    };

    private readonly Option<DeviceChoice> _device = DeviceOption.Create();
    private readonly ListenOptions _listen = new();
    private readonly StrategyOptions _strategy = new();
    private readonly FixedPointOptions _format = new();

    public AggregateCommand()
        : base(
            "aggregate",
            "Make one model of a folder of updates, or of updates from a socket, exactly, on a graphics card or the processor.",
            "flzk aggregate --updates updates/ --weights weights.json --out model.safetensors",
            "flzk aggregate --updates updates/ --out model.safetensors --strategy trimmed-mean --trim 2 --on-refused skip",
            "flzk aggregate --updates updates/ --out model.safetensors --strategy multi-krum --byzantine 3 --select 8 --device gpu --json",
            "flzk aggregate --updates updates/ --out next.safetensors --strategy fedadam --global-model now.safetensors --state adam.state",
            "flzk aggregate --updates models/ --out mean.npy --fraction-bits 18 --strategy norm-clipping --clip-norm 2.5",
            "flzk aggregate --listen 127.0.0.1:7070 --weights weights.json --global-model now.safetensors --out next.safetensors",
            "flzk aggregate --listen 7070 --expect 3 --deadline 600 --global-model now.safetensors --out next.safetensors")
    {
        _onRefused.AcceptOnlyFromAmong("fail", "skip");
        Add(_updates);
        _listen.AddTo(this, _updates, _strategy, _onRefused, _device);
        Add(_weights);
        Add(_output);
        _strategy.AddTo(this);
        _format.AddTo(this);
        Add(_onRefused);
        Add(_device);
        Writes(_output, _strategy.State);
    }

    public override async Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        string target = parsed.GetRequiredValue(_output);
        RequireOutput(parsed.GetValue(_updates), target);
        using ModelFileReader? globalModel = _strategy.OpenGlobalModel(parsed);
        AggregationSummary summary = _listen.IsGiven(parsed)
            ? await ReceiveAsync(parsed, target, globalModel!, output, cancellation).ConfigureAwait(false)
            : Fold(parsed, target, globalModel, output, cancellation);
        output.Result(summary, summary.Print);
        return ExitCode.Ok;
    }

    private async Task<AggregationSummary> ReceiveAsync(
        ParseResult parsed, string target, ModelFileReader globalModel, CommandOutput output, CancellationToken cancellation)
    {
        if (!globalModel.NamesTensors)
        {
            throw new UsageException($"--global-model {globalModel.Path}: with --listen a .safetensors file, which names its tensors.");
        }

        FixedPointFormat format = _format.ReadIfGiven(parsed) ?? globalModel.Format ?? FixedPointFormat.Default;
        RequireOneTensor(target, globalModel.Layout);
        IAggregationStrategy strategy = _strategy.Create(parsed, format, globalModel);

        // Senders are told that they are in the round; it must not be lost at its end.
        RequireWritable(parsed, target);
        ReceivedRound round = await _listen.ReceiveAsync(
            parsed, globalModel.Layout, format, parsed.GetValue(_weights), output, cancellation).ConfigureAwait(false);
        FedAvgResult average = round.Result.Average!;
        using var device = new CpuDevice();
        AggregationResult result = strategy is ServerStepStrategy step
            ? step.StepFrom(device, average.Model, average.TotalWeight, cancellation)
            : new AggregationResult { Model = average.Model, TotalWeight = average.TotalWeight };
        Write(parsed, target, new QuantisedUpdate(globalModel.Layout, result.Model, format), result.State, cancellation);
        return AggregationSummary.Of(target, strategy.Name, round, result, format);
    }

    private AggregationSummary Fold(
        ParseResult parsed, string target, ModelFileReader? globalModel, CommandOutput output, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(_updates)!;
        string? weightsFile = parsed.GetValue(_weights);
        bool skip = parsed.GetValue(_onRefused) == "skip";
        if (weightsFile is not null && !_strategy.IsWeighted(parsed))
        {
            output.Note($"{_strategy.Name(parsed)} does not weigh updates: {weightsFile} only says which of them take part");
        }

        output.Progress?.Report(new WorkProgress("opening updates"));
        using UpdateFiles files = UpdateFiles.Open(
            folder, weightsFile, _format.ReadIfGiven(parsed) ?? globalModel?.Format, globalModel);
        if (files.Refused.Count > 0 && (!skip || files.Sources.Count == 0))
        {
            throw Refusal(folder, files, RoundAggregation.FindRefusals(files.Sources, files.Weights, files.Format, null, cancellation));
        }

        RequireOneTensor(target, files.Layout);
        IAggregationStrategy strategy = _strategy.Create(parsed, files.Format, globalModel);
        RequireWeights(files, weightsFile ?? folder);
        RequireWritable(parsed, target);
        using IAggregationDevice device = AggregationDevices.Open(
            parsed.GetValue(_device), output.Note, new RoundShape(files.Sources.Count, files.Sources[0].Length));
        double bytesPerValue =
            files.Sources.Sum(source => source.Reader.FileLength) / ((double)files.Sources.Count * files.Sources[0].Length);
        FoldingProgress? progress = output.Progress is null
            ? null
            : new FoldingProgress(output.Progress, $"{strategy.Name} of {files.Sources.Count} updates on {device.Name}", bytesPerValue);
        var aggregation = new RoundAggregation(strategy, device, skip ? RefusalPolicy.Skip : RefusalPolicy.Fail);
        RoundOutcome outcome;
        try
        {
            outcome = aggregation.Run(files.Sources, files.Weights, files.Format, progress, cancellation);
        }
        catch (RefusedUpdatesException refusal)
        {
            throw Refusal(folder, files, refusal.Refused);
        }
        catch (ArgumentException wrong)
        {
            throw UsageException.From(wrong);
        }

        Write(
            parsed, target, new QuantisedUpdate(files.Layout, outcome.Result.Model, files.Format), outcome.Result.State, cancellation);
        return AggregationSummary.Of(target, strategy.Name, device.Name, files, outcome, bytesPerValue);
    }

    private void Write(
        ParseResult parsed, string target, QuantisedUpdate model, ServerState? state, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ModelFile.Write(target, model.ToModel());

        // The model first: a run that ends between the two is run again with the old model and the old state, and gives the same.
        if (state is not null && parsed.GetValue(_strategy.State) is { } stateFile) ServerStateFile.Write(stateFile, state, model);
    }

    // A model without its state would not do for the next round.
    private void RequireWritable(ParseResult parsed, string target)
    {
        AtomicFile.RequireWritable(target);
        if (parsed.GetValue(_strategy.State) is { } state) AtomicFile.RequireWritable(state);
    }

    private static void RequireOneTensor(string target, TensorLayout layout)
    {
        if (target.EndsWith(".npy", StringComparison.Ordinal) && layout.Tensors.Count != 1)
        {
            throw new UsageException($"a .npy file holds one tensor, the model {layout.Tensors.Count}: --out FILE.safetensors.");
        }
    }

    // The next round would take the model for an update, or this one would lose an update to it.
    private static void RequireOutput(string? folder, string target)
    {
        if (Path.GetExtension(target) is not (".safetensors" or ".npy"))
        {
            throw new UsageException($"--out {target}: a model file's name ends in .safetensors or .npy.");
        }

        if (folder is not null && Followed(Path.GetDirectoryName(Path.GetFullPath(target)) ?? "") == Followed(Path.GetFullPath(folder)))
        {
            throw new UsageException($"--out {target} would lie among the updates and be taken for one; write it elsewhere.");
        }
    }

    // Where a folder that is a link to another leads.
    private static string Followed(string folder)
    {
        string plain = Path.TrimEndingDirectorySeparator(folder);
        return Directory.Exists(plain) ? Directory.ResolveLinkTarget(plain, returnFinalTarget: true)?.FullName ?? plain : plain;
    }

    // A total that no round can have is a fault of the weights, not of the update that happens to come last.
    private static void RequireWeights(UpdateFiles files, string whose)
    {
        try
        {
            _ = files.ToRound();
        }
        catch (InvalidUpdateException wrong)
        {
            throw new FileFormatException(whose, $"{files.Sources[wrong.ProviderIndex].Name}, {wrong.Message}", inner: wrong);
        }
    }

    private static FileFormatException Refusal(string folder, UpdateFiles files, IReadOnlyList<RoundRefusal> found)
    {
        int all = files.Refused.Count + files.Sources.Count;
        RefusedUpdate[] refused = AggregationSummary.Merge(files.Refused, found);
        string reasons = string.Concat(refused.Select(update => $"\n  {ForeignText.Printable($"{update.Name}: {update.Reason}")}"));
        string advice = refused.Length < all ? "\n--on-refused skip aggregates the others." : "";
        return new FileFormatException(
            folder, string.Create(CultureInfo.InvariantCulture, $"{refused.Length} of {all} updates cannot be used:{reasons}{advice}"));
    }
}
