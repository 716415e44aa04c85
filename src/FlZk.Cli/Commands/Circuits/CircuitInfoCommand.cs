using System.CommandLine;
using System.Globalization;
using FlZk.Circuits.Catalog;
using FlZk.Cli.Hosting;
using Spectre.Console;

namespace FlZk.Cli.Commands.Circuits;

/// <summary><c>flzk circuit info NAME</c>.</summary>
internal sealed class CircuitInfoCommand : CliCommand
{
    private readonly Argument<string> _name = CircuitOptions.Name();

    public CircuitInfoCommand()
        : base("info", "Show a circuit's figures and its public signals in order.", "flzk circuit info fedavg-696",
            "flzk circuit info fedavg-696 --json") => Add(_name);

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        CircuitInstance instance = CircuitOptions.Find(parsed.GetRequiredValue(_name));
        var result = new
        {
            summary = CircuitSummary.Of(instance),
            source = Path.Combine(instance.SourceFolder, instance.File),
            instance.PublicSignals,
        };
        output.Result(result, console =>
        {
            console.WriteLine($"{instance.Name} = {instance.Template}({string.Join(", ", instance.Arguments)}) in {result.source}");
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{instance.ConstraintCount:N0} constraints, {instance.PublicCount:N0} public signals, domain {instance.DomainSize:N0}"));
            Table table = new Table().Border(TableBorder.Simple).AddColumns("signal", "kind", "length", "first input base", "commitment");
            foreach (PublicSignal signal in instance.PublicSignals)
            {
                table.AddRow(
                    signal.Name,
                    signal.IsOutput ? $"{signal.Kind}, output" : signal.Kind.ToString(),
                    signal.Length.ToString(CultureInfo.InvariantCulture),
                    string.Create(CultureInfo.InvariantCulture, $"IC {signal.Offset + 1}"),
                    signal.Commitment ?? string.Empty);
            }

            console.Write(table);
        });
        return Task.FromResult(ExitCode.Ok);
    }
}
