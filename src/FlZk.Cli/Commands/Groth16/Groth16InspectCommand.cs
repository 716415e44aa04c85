using System.CommandLine;
using FlZk.Cli.Hosting;
using FlZk.Groth16;
using Spectre.Console;

namespace FlZk.Cli.Commands.Groth16;

/// <summary><c>flzk groth16 inspect</c>: what a file is, and for keys whether they are safe.</summary>
internal sealed class Groth16InspectCommand : CliCommand
{
    private readonly Argument<string> _file = new("file")
    {
        Description = "A .zkey, .wtns, .r1cs or .ptau; or a verification key, proof or public signals as JSON.",
        HelpName = "FILE",
    };

    public Groth16InspectCommand()
        : base(
            "inspect",
            "Say what a file is: kind, curve, sizes, contributions, and for keys whether they are safe and why.",
            "flzk groth16 inspect circuit.zkey",
            "flzk groth16 inspect circuit.vkey.json --json")
    {
        Add(_file);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        FileInspection inspection = FileInspection.Of(parsed.GetRequiredValue(_file));
        var facts = new Dictionary<string, string>(inspection.Facts);
        var result = new { inspection.File, inspection.Kind, facts, safe = inspection.IsSafe, reason = inspection.Reason };
        output.Result(result, console =>
        {
            console.WriteLine($"{inspection.File}: {inspection.Kind}");
            int width = inspection.Facts.Max(static f => f.Key.Length);
            foreach ((string name, string value) in inspection.Facts) console.WriteLine($"  {name.PadRight(width)}  {value}");
            if (inspection.IsSafe is { } safe) console.WriteLine($"  {(safe ? "safe" : "UNSAFE").PadRight(width)}  {inspection.Reason}");
        });
        return Task.FromResult(inspection.IsSafe == false ? ExitCode.KeysOrConfiguration : ExitCode.Ok);
    }
}
