using System.CommandLine;
using FlZk.Cli.Hosting;
using FlZk.Groth16;
using Spectre.Console;

namespace FlZk.Cli.Commands.Groth16;

/// <summary><c>flzk groth16 beacon</c>: the contribution that follows from a public value.</summary>
internal sealed class Groth16BeaconCommand : CliCommand
{
    private readonly Option<string> _zkey =
        new("--zkey", "--in") { Description = "The key so far (.zkey).", HelpName = "FILE", Required = true };
    private readonly Option<string> _output =
        new("--out") { Description = "Receives the key with one more contribution.", HelpName = "FILE", Required = true };
    private readonly Option<string> _beacon = new("--beacon")
    {
        Description = "The public value, in hexadecimal: a block hash announced beforehand, for instance.",
        HelpName = "HEX",
        Required = true,
    };
    private readonly Option<int> _iterations = new("--iterations-log")
    {
        Description = "The value is hashed 2^N times; 10 to 63.",
        HelpName = "N",
        DefaultValueFactory = _ => PhaseTwo.MinimumBeaconIterationsLog,
    };
    private readonly Option<string?> _name = new("--name") { Description = "A name for the record.", HelpName = "NAME" };

    public Groth16BeaconCommand()
        : base(
            "beacon",
            "End phase 2 of a ceremony with a public beacon, which everybody can check and nobody could choose.",
            "flzk groth16 beacon --zkey circuit.2.zkey --out circuit.zkey --beacon 0102030405060708090a0b0c0d0e0f10 --iterations-log 10")
    {
        Add(_zkey);
        Add(_output);
        Add(_beacon);
        Add(_iterations);
        Add(_name);
        Writes(_output);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        string zkey = parsed.GetRequiredValue(_output);
        Contribution contribution;
        try
        {
            contribution = PhaseTwo.ApplyBeacon(
                parsed.GetRequiredValue(_zkey), zkey, parsed.GetValue(_name), Bytes(parsed.GetRequiredValue(_beacon)),
                parsed.GetValue(_iterations), output.Progress, cancellation);
        }
        catch (ArgumentException wrong)
        {
            throw UsageException.From(wrong);
        }

        string hash = Convert.ToHexStringLower(contribution.Hash());
        output.Result(
            new { zkey, name = parsed.GetValue(_name), hash },
            console => console.WriteLine($"{zkey}: the beacon is applied; its contribution's hash:\n{hash}"));
        return Task.FromResult(ExitCode.Ok);
    }

    private static byte[] Bytes(string hexadecimal)
    {
        string digits = hexadecimal.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? hexadecimal[2..] : hexadecimal;
        try
        {
            return Convert.FromHexString(digits);
        }
        catch (FormatException)
        {
            throw new UsageException($"--beacon: '{hexadecimal}' is not hexadecimal: an even number of digits 0-9, a-f was expected.");
        }
    }
}
