using System.CommandLine;
using System.Globalization;
using FlZk.Circuits.Catalog;
using FlZk.Cli.Hosting;
using Spectre.Console;

namespace FlZk.Cli.Commands.Circuits;

/// <summary><c>flzk circuit list</c>.</summary>
internal sealed class CircuitListCommand() : CliCommand(
    "list", "Show the catalogue of circuits.", "flzk circuit list", "flzk circuit list --json")
{
    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        CircuitSummary[] circuits = [.. CircuitCatalog.Read().Instances.Select(CircuitSummary.Of)];
        output.Result(circuits, console =>
        {
            Table table = new Table().Border(TableBorder.Simple).AddColumn("circuit");
            foreach (string column in (string[])["parameters per chunk", "value bits", "weight bits", "norm bits", "constraints",
                "public signals", "domain"])
            {
                table.AddColumn(new TableColumn(column).RightAligned());
            }

            foreach (CircuitSummary circuit in circuits)
            {
                table.AddRow(
                    circuit.Name, Number(circuit.ChunkSize), Number(circuit.ValueBits), Number(circuit.WeightBits),
                    Number(circuit.NormBits),
                    Number(circuit.Constraints), Number(circuit.PublicSignals), Number(circuit.DomainSize));
            }

            console.Write(table);
        });
        return Task.FromResult(ExitCode.Ok);
    }

    private static string Number(int? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";
}
