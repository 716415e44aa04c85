using System.CommandLine;
using FlZk.Cli.Hosting;
using FlZk.Groth16;
using Spectre.Console;

namespace FlZk.Cli.Commands.Groth16;

/// <summary><c>flzk groth16 verify-key</c>: whether a key came out of phase 2 honestly.</summary>
internal sealed class Groth16VerifyKeyCommand : CliCommand
{
    private readonly Option<string> _zkey =
        new("--zkey") { Description = "The key to verify (.zkey).", HelpName = "FILE", Required = true };
    private readonly Option<string?> _r1cs =
        new("--r1cs") { Description = "The circuit (.r1cs), with --ptau: the first key is made anew.", HelpName = "FILE" };
    private readonly Option<string?> _ptau = new("--ptau") { Description = "Phase 1 (.ptau), with --r1cs.", HelpName = "FILE" };
    private readonly Option<string?> _initial =
        new("--initial") { Description = "The first key (.zkey), instead: made by you or by somebody you trust.", HelpName = "FILE" };
    private readonly Option<string?> _vkey =
        new("--vkey") { Description = "Receives the verification key (JSON of snarkjs) when all is well.", HelpName = "FILE" };

    public Groth16VerifyKeyCommand()
        : base(
            "verify-key",
            "Verify a key of a ceremony: the circuit, every contribution, every point. Exit code 4 when anything is wrong.",
            "flzk groth16 verify-key --zkey circuit.zkey --r1cs circuit.r1cs --ptau powers.ptau --vkey circuit.vkey.json",
            "flzk groth16 verify-key --zkey circuit.zkey --initial circuit.0.zkey")
    {
        Add(_zkey);
        Add(_r1cs);
        Add(_ptau);
        Add(_initial);
        Add(_vkey);
        Writes(_vkey);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        string zkey = parsed.GetRequiredValue(_zkey);
        ProvingKeyHeader key = (parsed.GetValue(_r1cs), parsed.GetValue(_ptau), parsed.GetValue(_initial)) switch
        {
            ({ } r1cs, { } ptau, null) => FromCircuit(zkey, r1cs, ptau, output, cancellation),
            (null, null, { } initial) => PhaseTwo.Verify(zkey, initial, output.Progress, cancellation),
            _ => throw new UsageException("Give --r1cs and --ptau, or --initial."),
        };
        if (parsed.GetValue(_vkey) is { } vkey) FlZk.Platform.Files.AtomicFile.WriteAllText(vkey, key.VerificationKey.ToJson());
        string circuitHash = Convert.ToHexStringLower(key.CircuitHash.Span);
        output.Result(
            new { zkey, valid = true, circuitHash, contributions = key.Contributions.Select(ContributionText.Json).ToArray() },
            console =>
            {
                console.WriteLine($"{zkey}: valid, sound if one contributor forgot its secret; circuit hash\n{circuitHash}");
                for (int i = 0; i < key.Contributions.Count; i++) console.WriteLine(ContributionText.Line(i + 1, key.Contributions[i]));
            });
        return Task.FromResult(ExitCode.Ok);
    }

    private static ProvingKeyHeader FromCircuit(
        string zkey, string r1cs, string ptau, CommandOutput output, CancellationToken cancellation)
    {
        ConstraintSystem system = ConstraintSystem.Read(r1cs, cancellation);
        using var powers = PowersOfTau.Open(ptau);
        return PhaseTwo.Verify(zkey, system, powers, output.Progress, cancellation);
    }
}
