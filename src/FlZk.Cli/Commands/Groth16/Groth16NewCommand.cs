using System.CommandLine;
using FlZk.Cli.Hosting;
using FlZk.Groth16;
using Spectre.Console;

namespace FlZk.Cli.Commands.Groth16;

/// <summary><c>flzk groth16 new</c>: a circuit's first key from the powers of tau.</summary>
internal sealed class Groth16NewCommand : CliCommand
{
    private readonly Option<string> _r1cs =
        new("--r1cs") { Description = "The constraint system (.r1cs of circom).", HelpName = "FILE", Required = true };
    private readonly Option<string> _ptau =
        new("--ptau") { Description = "Phase 1 (.ptau of snarkjs), best prepared for phase 2.", HelpName = "FILE", Required = true };
    private readonly Option<string> _zkey = new("--zkey")
    {
        Description = "Receives the first key (.zkey of snarkjs), without contributions.",
        HelpName = "FILE",
        Required = true,
    };

    public Groth16NewCommand()
        : base(
            "new",
            "Begin phase 2 of a ceremony: a circuit's first key. Unsafe until somebody contributed.",
            "flzk groth16 new --r1cs circuit.r1cs --ptau powers.ptau --zkey circuit.0.zkey")
    {
        Add(_r1cs);
        Add(_ptau);
        Add(_zkey);
        Writes(_zkey);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        ConstraintSystem system = ConstraintSystem.Read(parsed.GetRequiredValue(_r1cs), cancellation);
        using var powers = PowersOfTau.Open(parsed.GetRequiredValue(_ptau));
        string zkey = parsed.GetRequiredValue(_zkey);
        if (!powers.IsPrepared) output.Note($"{powers.Path} is not prepared for phase 2: its Lagrange form is computed now.");
        string circuitHash = Convert.ToHexStringLower(PhaseTwo.Begin(system, powers, zkey, output.Progress, cancellation));
        output.Result(
            new { zkey, circuitHash, constraints = system.ConstraintCount, system.PublicCount, system.DomainSize, powers.Power },
            console => console.WriteLine($"{zkey}: no contribution yet; circuit hash\n{circuitHash}"));
        return Task.FromResult(ExitCode.Ok);
    }
}
