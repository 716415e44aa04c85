using System.CommandLine;
using FlZk.Circuits.Provers;
using FlZk.Cli.Hosting;
using FlZk.Groth16;

namespace FlZk.Cli.Commands.Groth16;

/// <summary><c>--backend native|snarkjs|rapidsnark:PATH</c>.</summary>
internal static class BackendOption
{
    public const string Native = "native";

    private const string Rapidsnark = "rapidsnark:";

    public static Option<string> Create() => new("--backend")
    {
        Description =
            "Who computes the proof: native (in process), snarkjs (npm), or rapidsnark:PATH (a binary of yours). Every proof is verified "
            + "natively before it is kept.",
        HelpName = "native|snarkjs|rapidsnark:PATH",
        DefaultValueFactory = _ => Native,
    };

    /// <summary>Makes the prover.</summary>
    /// <exception cref="UsageException">There is no such backend.</exception>
    public static IGroth16Prover Open(string backend) => backend switch
    {
        Native => new NativeProver(),
        "snarkjs" => new SnarkjsProver(),
        _ when backend.StartsWith(Rapidsnark, StringComparison.Ordinal) && backend.Length > Rapidsnark.Length =>
            new RapidsnarkProver(Existing(backend[Rapidsnark.Length..])),
        _ => throw new UsageException($"There is no backend '{backend}'; there are native, snarkjs and rapidsnark:PATH."),
    };

    // Said at once, not when the first proof is due.
    private static string Existing(string program) => File.Exists(program)
        ? program
        : throw new UsageException($"--backend: there is no program {program}");
}
