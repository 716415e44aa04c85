using System.CommandLine;
using FlZk.Cli.Commands.Circuits;
using FlZk.Cli.Commands.Demo;
using FlZk.Cli.Commands.Doctor;
using FlZk.Cli.Commands.Exchange;
using FlZk.Cli.Commands.Groth16;
using FlZk.Cli.Commands.Learning;
using FlZk.Cli.Commands.Setup;
using FlZk.Cli.Commands.Statements;

namespace FlZk.Cli;

/// <summary>Every top-level command, in the order the help shows them.</summary>
internal static class CommandCatalog
{
    public static IEnumerable<Command> All() =>
    [
        new DemoCommand(),
        new DoctorCommand(),
        new PrepareCommand(),
        new Command("circuit", "The circuit catalogue.") { new CircuitListCommand(), new CircuitBuildCommand(), new CircuitInfoCommand() },
        new Command("groth16", "Groth16 for any circom circuit, on snarkjs's files.")
        {
            new Groth16SetupCommand(),
            new Groth16NewCommand(),
            new Groth16ContributeCommand(),
            new Groth16BeaconCommand(),
            new Groth16VerifyKeyCommand(),
            new Groth16ProveCommand(),
            new Groth16VerifyCommand(),
            new Groth16BatchVerifyCommand(),
            new Groth16InspectCommand(),
            new Command("export", "Other forms of keys, proofs and witnesses.")
            {
                new ExportVerificationKeyCommand(),
                new ExportSolidityCalldataCommand(),
                new ExportWitnessCommand(),
            },
        },
        new SetupCommand
        {
            new Command("link", "The link ceremony: a link key among parties that need not trust each other.")
            {
                new LinkNewCommand(),
                new LinkContributeCommand(),
                new LinkCombineCommand(),
                new LinkVerifyCommand(),
            },
            new InspectCommand(),
        },
        new QuantiseCommand(),
        new CommitCommand(),
        new ProveCommand(),
        new VerifyCommand(),
        new AuditCommand(),
        new AggregateCommand(),
    ];
}
