using System.CommandLine;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Cli.Hosting;
using Spectre.Console;

namespace FlZk.Cli.Commands.Circuits;

/// <summary><c>flzk circuit build NAME</c>.</summary>
internal sealed class CircuitBuildCommand : CliCommand
{
    private readonly Argument<string> _name = CircuitOptions.Name();

    public CircuitBuildCommand()
        : base("build", "Compile a circuit with circom (once per content; the result is cached).",
            "flzk circuit build fedavg-696") => Add(_name);

    public override async Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        CircuitInstance instance = CircuitOptions.Find(parsed.GetRequiredValue(_name));
        CircuitArtefacts built = await new CircuitCompiler().CompileAsync(instance, output.Progress, cancellation).ConfigureAwait(false);
        var result = new
        {
            circuit = instance.Name,
            built.Digest,
            r1cs = built.ConstraintSystem,
            wasm = built.WitnessProgram,
            symbols = built.Symbols,
        };
        output.Result(result, console =>
        {
            console.WriteLine($"{instance.Name}, digest {built.Digest[..16]}");
            console.WriteLine(built.ConstraintSystem);
            console.WriteLine(built.WitnessProgram);
            console.WriteLine(built.Symbols);
        });
        return ExitCode.Ok;
    }
}
