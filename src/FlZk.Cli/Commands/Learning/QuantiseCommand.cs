using System.CommandLine;
using System.Globalization;
using FlZk.Cli.Hosting;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;
using FlZk.Platform.Files;
using Spectre.Console;

namespace FlZk.Cli.Commands.Learning;

/// <summary><c>flzk quantise</c>: a model of reals becomes an update of fixed-point integers.</summary>
internal sealed class QuantiseCommand : CliCommand
{
    private readonly Option<string> _input =
        new("--in") { Description = "The model: .safetensors or .npy.", HelpName = "FILE", Required = true };
    private readonly Option<string> _output =
        new("--out") { Description = "The update: .safetensors of 32-bit integers.", HelpName = "FILE", Required = true };
    private readonly FixedPointOptions _format = new();

    public QuantiseCommand()
        : base(
            "quantise",
            "Turn a model of reals into a fixed-point update; NaN and infinity are refused, values out of range saturate and are counted.",
            "flzk quantise --in model.safetensors --out update.safetensors",
            "flzk quantise --in weights.npy --out update.safetensors --fraction-bits 18 --json")
    {
        Add(_input);
        Add(_output);
        Writes(_output);
        _format.AddTo(this);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        string input = parsed.GetRequiredValue(_input), target = parsed.GetRequiredValue(_output);
        FixedPointFormat format = _format.Read(parsed);
        using ModelFileReader model = ModelFile.Open(input);
        if (model.HoldsIntegers) throw new FileFormatException(input, "the file holds integers: a model of reals is quantised.");
        QuantisedUpdate update = QuantisedUpdate.Read(model, format, out IReadOnlyList<QuantisationReport> tensors);
        QuantisationReport report = tensors.Aggregate(default(QuantisationReport), (whole, tensor) => whole.Merge(tensor));
        SafetensorsFile.WriteUpdate(target, update);
        var result = new
        {
            update = target,
            parameters = update.Values.Length,
            tensors = update.Layout.Tensors.Count,
            format.FractionBits,
            format.ValueBits,
            saturated = report.Clamped,
            report.Minimum,
            report.Maximum,
            perTensor = update.Layout.Tensors.Select((tensor, i) => new
            {
                tensor.Name,
                parameters = tensor.Length,
                saturated = tensors[i].Clamped,
                tensors[i].Minimum,
                tensors[i].Maximum,
            }),
        };
        output.Result(result, console => console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target}: {result.parameters:N0} parameters in {result.tensors} tensor(s), {result.saturated:N0} saturated, range "
            + $"[{result.Minimum:G6}, {result.Maximum:G6}]")));
        return Task.FromResult(ExitCode.Ok);
    }
}
