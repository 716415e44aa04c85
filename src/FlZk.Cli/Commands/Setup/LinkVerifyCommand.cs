using System.CommandLine;
using FlZk.Circuits.Catalog;
using FlZk.Cli.Commands.Circuits;
using FlZk.Cli.Commands.Statements;
using FlZk.Cli.Hosting;
using FlZk.Groth16;
using FlZk.Statements;
using Spectre.Console;

namespace FlZk.Cli.Commands.Setup;

/// <summary><c>flzk setup link verify</c>: what a provider checks before it first uses keys.</summary>
internal sealed class LinkVerifyCommand : CliCommand
{
    private readonly Option<string> _keys =
        new("--keys") { Description = "The keys, as 'flzk setup link combine' leaves them.", HelpName = "DIR", Required = true };
    private readonly Option<string> _session = LinkOptions.Session();
    private readonly Option<string[]> _contributions = LinkOptions.Contributions();
    private readonly Option<string?> _r1cs =
        new("--r1cs") { Description = "The circuit (.r1cs), with --ptau: phase 2 is verified too.", HelpName = "FILE" };
    private readonly Option<string?> _ptau = new("--ptau") { Description = "Phase 1 (.ptau), with --r1cs.", HelpName = "FILE" };

    public LinkVerifyCommand()
        : base(
            "verify",
            "Verify a key folder from its ceremonies: circuit key, every contribution, their sum, and that the files belong together.",
            "flzk setup link verify --keys keys/ --session link.session.json --contribution ada.flzkcont --contribution grace.flzkcont "
            + "--r1cs circuit.r1cs --ptau powers.ptau")
    {
        Add(_keys);
        Add(_session);
        Add(_contributions);
        Add(_r1cs);
        Add(_ptau);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        string folder = parsed.GetRequiredValue(_keys);
        (LinkSession session, LinkSessionDescription description, CircuitInstance instance) = LinkOptions.Open(
            parsed.GetRequiredValue(_session), new KeyFolder(folder).ProvingKey, output.Progress, cancellation);
        var names = KeyFolder.For(folder, instance);
        bool withPhaseTwo = VerifyPhaseTwo(parsed, names.ProvingKey, description, output, cancellation);
        LinkProvingKey link = LinkProvingKey.Read(names.LinkKey, CircuitOptions.StatementOf(instance));
        LinkContribution[] contributions = [.. parsed.GetRequiredValue(_contributions).Select(LinkContribution.Read)];
        LinkCeremony.RequireResult(session, link, contributions, output.Progress, cancellation);

        // Opening the folder checks the link key against the circuit key once more, and that both are sound.
        LinkedKey key = names.OpenChecked(output.Progress, cancellation);
        var result = new
        {
            valid = true,
            phase2Verified = withPhaseTwo,
            keyId = key.KeyId.ToString(),
            session = session.Id.ToString(),
            parties = link.Contributors.Select(c => new { c.Party, contribution = c.Contribution.ToString() }).ToArray(),
        };
        output.Result(result, console =>
        {
            console.WriteLine($"valid: key id {result.keyId}, session {result.session}");
            foreach (LinkContributor contributor in link.Contributors)
                console.WriteLine($"{contributor.Party}  {contributor.Contribution}");
            if (!withPhaseTwo) console.WriteLine("Not checked: phase 2 of the circuit key. Give --r1cs and --ptau.");
        });
        return Task.FromResult(ExitCode.Ok);
    }

    private bool VerifyPhaseTwo(
        ParseResult parsed, string zkey, LinkSessionDescription description, CommandOutput output, CancellationToken cancellation)
    {
        (string? r1cs, string? ptau) = (parsed.GetValue(_r1cs), parsed.GetValue(_ptau));
        if (r1cs is null && ptau is null) return false;
        if (r1cs is null || ptau is null) throw new UsageException("Give both --r1cs and --ptau, or neither.");
        if (KeccakHash.OfFile(r1cs, cancellation) != description.ConstraintSystem)
            throw new KeyException($"{r1cs} is not the circuit of the session.");
        if (KeccakHash.OfFile(ptau, cancellation) != description.PowersOfTau)
            throw new KeyException($"{ptau} is not the powers of tau of the session.");
        using var powers = PowersOfTau.Open(ptau);
        PhaseTwo.Verify(zkey, ConstraintSystem.Read(r1cs, cancellation), powers, output.Progress, cancellation);
        return true;
    }
}
