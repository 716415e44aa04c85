using System.CommandLine;
using System.Globalization;
using System.Text;
using FlZk.Cli.Hosting;
using FlZk.Groth16;
using FlZk.Platform.Files;
using Spectre.Console;

namespace FlZk.Cli.Commands.Groth16;

/// <summary><c>flzk groth16 setup</c>: development keys for any circuit.</summary>
internal sealed class Groth16SetupCommand : CliCommand
{
    private readonly Option<string> _r1cs =
        new("--r1cs") { Description = "The constraint system (.r1cs of circom).", HelpName = "FILE", Required = true };
    private readonly Option<string> _zkey =
        new("--zkey") { Description = "Receives the proving key (.zkey of snarkjs).", HelpName = "FILE", Required = true };
    private readonly Option<string> _vkey =
        new("--vkey") { Description = "Receives the verification key (JSON of snarkjs).", HelpName = "FILE", Required = true };
    private readonly Option<bool> _development =
        new("--development") { Description = "Confirm that whoever makes these keys could forge: they are for development alone." };
    private readonly Option<string?> _seed = new("--seed")
    {
        Description = "A public seed: the same seed and circuit give the same keys. Default: fresh randomness.",
        HelpName = "TEXT",
    };

    public Groth16SetupCommand()
        : base(
            "setup",
            "Make Groth16 development keys from a constraint system, natively and in one step.",
            "flzk groth16 setup --r1cs circuit.r1cs --zkey circuit.zkey --vkey circuit.vkey.json --development",
            "flzk groth16 setup --r1cs circuit.r1cs --zkey circuit.zkey --vkey circuit.vkey.json --development --seed 'my tests'")
    {
        Add(_r1cs);
        Add(_zkey);
        Add(_vkey);
        Add(_development);
        Add(_seed);
        Writes(_zkey, _vkey);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        if (!parsed.GetValue(_development))
        {
            throw new UsageException(
                "This makes development keys, under which their maker can forge; say --development to confirm. For production run a "
                + "ceremony: flzk groth16 new, contribute, beacon, verify-key; see docs/ceremony.md.");
        }

        ConstraintSystem system = ConstraintSystem.Read(parsed.GetRequiredValue(_r1cs), cancellation);
        ProvingKey key = parsed.GetValue(_seed) is { } seed
            ? DevelopmentSetup.Generate(system, Encoding.UTF8.GetBytes(seed), output.Progress, cancellation)
            : DevelopmentSetup.GenerateRandom(system, output.Progress, cancellation);
        string zkey = parsed.GetRequiredValue(_zkey), vkey = parsed.GetRequiredValue(_vkey);
        key.Write(zkey);
        AtomicFile.WriteAllText(vkey, key.VerificationKey.ToJson());
        var result = new { zkey, vkey, constraints = system.ConstraintCount, publicSignals = key.PublicCount, key.DomainSize, key.Origin };
        output.Result(result, console => console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{zkey}, {vkey}: development keys for {result.constraints:N0} constraints, {result.publicSignals:N0} public signals, domain "
            + $"{result.DomainSize:N0}")));
        return Task.FromResult(ExitCode.Ok);
    }
}
