using System.CommandLine;
using System.Globalization;
using System.Text;
using FlZk.Bn254;
using FlZk.Cli.Hosting;
using FlZk.Groth16;
using FlZk.Platform.Files;
using Spectre.Console;

namespace FlZk.Cli.Commands.Groth16;

/// <summary><c>flzk groth16 export witness</c>.</summary>
internal sealed class ExportWitnessCommand : CliCommand
{
    private readonly Option<string> _wtns = new("--wtns") { Description = "The witness (.wtns).", HelpName = "FILE", Required = true };
    private readonly Option<string> _out = new("--out")
    {
        Description = "Receives one decimal string per wire, as JSON; readable by its owner alone, for a witness is secret.",
        HelpName = "FILE",
        Required = true,
    };

    public ExportWitnessCommand()
        : base(
            "witness",
            "Write a witness as JSON, as snarkjs wtns export json does.",
            "flzk groth16 export witness --wtns witness.wtns --out witness.json")
    {
        Add(_wtns);
        Add(_out);
        Writes(_out);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        Witness witness = Witness.Read(parsed.GetRequiredValue(_wtns), cancellation);
        string file = parsed.GetRequiredValue(_out);
        AtomicFile.Write(file, stream => Write(stream, witness.Values.Span, cancellation), AtomicFile.OwnerOnly);
        output.Result(
            new { @out = file, wires = witness.Values.Length },
            console => console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {witness.Values.Length:N0} wires")));
        return Task.FromResult(ExitCode.Ok);
    }

    private static void Write(Stream stream, ReadOnlySpan<Fr> values, CancellationToken cancellation)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        writer.Write("[\n");
        for (int i = 0; i < values.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Write($" \"{values[i]}\"{(i + 1 < values.Length ? "," : string.Empty)}\n");
        }

        writer.Write("]\n");
    }
}
