using System.CommandLine;
using FlZk.Cli.Commands.Circuits;
using FlZk.Cli.Commands.Doctor;
using FlZk.Cli.Commands.Groth16;
using FlZk.Cli.Commands.Learning;

namespace FlZk.Cli;

/// <summary>Every top-level command, in the order the help shows them.</summary>
internal static class CommandCatalog
{
    public static IEnumerable<Command> All() =>
    [
        new DoctorCommand(),
        new Command("circuit", "The circuit catalogue.") { new CircuitListCommand(), new CircuitBuildCommand(), new CircuitInfoCommand() },
        new Command("groth16", "Groth16 for any circom circuit, on snarkjs's files.") { new Groth16SetupCommand(), new Groth16ProveCommand(), new Groth16VerifyCommand() },
        new QuantiseCommand(),
        new AggregateCommand(),
    ];
}
