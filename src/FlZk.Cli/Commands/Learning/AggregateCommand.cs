using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FlZk.Cli.Hosting;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.ModelFiles;
using FlZk.Platform;
using Spectre.Console;

namespace FlZk.Cli.Commands.Learning;

/// <summary><c>flzk aggregate</c>: FedAvg over a directory of updates.</summary>
internal sealed class AggregateCommand : CliCommand
{
    private readonly Option<string> _updates =
        new("--updates") { Description = "Directory of fixed-point updates (.safetensors).", HelpName = "DIR", Required = true };
    private readonly Option<string> _weights =
        new("--weights") { Description = "Weights by file name (JSON, flzk/weights/1).", HelpName = "FILE", Required = true };
    private readonly Option<string> _output =
        new("--out") { Description = "The averaged model: .safetensors.", HelpName = "FILE", Required = true };
    private readonly Option<DeviceChoice> _device = DeviceOption.Create();

    public AggregateCommand()
        : base(
            "aggregate",
            "Average a round's updates by weight, exactly, on a graphics card or the processor.",
            "flzk aggregate --updates updates/ --weights weights.json --out model.safetensors",
            "flzk aggregate --updates updates/ --weights weights.json --out model.safetensors --device gpu --json")
    {
        Add(_updates);
        Add(_weights);
        Add(_output);
        Add(_device);
        Writes(_output);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        string target = parsed.GetRequiredValue(_output);
        output.Progress?.Report(new WorkProgress("reading updates"));
        UpdateDirectory round = UpdateDirectory.Read(parsed.GetRequiredValue(_updates), parsed.GetRequiredValue(_weights));
        using IAggregationDevice device = AggregationDevices.Open(parsed.GetValue(_device), output.Note);
        output.Progress?.Report(new WorkProgress($"averaging on {device.Name}"));
        var clock = Stopwatch.StartNew();
        FedAvgResult average = FedAvg.Aggregate(device, round.Updates, round.Format, cancellation);
        double milliseconds = clock.Elapsed.TotalMilliseconds;
        var model = new QuantisedUpdate(round.Layout, average.Model, round.Format);
        ModelFile.Write(target, model.ToModel());
        long bytes = (long)round.Updates.Count * average.Model.Length * sizeof(int);
        var result = new
        {
            model = target,
            updates = round.Updates.Count,
            parameters = average.Model.Length,
            totalWeight = average.TotalWeight,
            device = device.Name,
            milliseconds,
            bytesPerSecond = bytes / (milliseconds / 1000),
            minimum = average.Model.Min(),
            maximum = average.Model.Max(),
        };
        output.Result(result, console => console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target}: {result.updates} updates of {result.parameters:N0} parameters, total weight {result.totalWeight:N0}, "
            + $"{milliseconds:F1} ms on {device.Name} ({result.bytesPerSecond / 1e9:F2} GB/s), values in [{result.minimum}, "
            + $"{result.maximum}]")));
        return Task.FromResult(ExitCode.Ok);
    }
}
