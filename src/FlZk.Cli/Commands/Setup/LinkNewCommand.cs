using System.CommandLine;
using FlZk.Circuits.Catalog;
using FlZk.Cli.Commands.Circuits;
using FlZk.Cli.Hosting;
using FlZk.Groth16;
using FlZk.Statements;
using Spectre.Console;

namespace FlZk.Cli.Commands.Setup;

/// <summary><c>flzk setup link new</c>: what a link ceremony is about.</summary>
internal sealed class LinkNewCommand : CliCommand
{
    private readonly Option<string> _circuit = CircuitOptions.Circuit(CircuitOptions.Default);
    private readonly Option<int?> _parameters =
        new("--parameters") { Description = "Parameters of the model. Default: one full chunk.", HelpName = "D" };
    private readonly Option<string> _r1cs = new("--r1cs") { Description = "The circuit (.r1cs).", HelpName = "FILE", Required = true };
    private readonly Option<string> _ptau = new("--ptau") { Description = "Phase 1 (.ptau).", HelpName = "FILE", Required = true };
    private readonly Option<string> _zkey = LinkOptions.Key();
    private readonly Option<string> _output =
        new("--out") { Description = "Receives the session file, for all parties.", HelpName = "FILE", Required = true };

    public LinkNewCommand()
        : base(
            "new",
            "Begin a link ceremony: the circuit key is verified, and a session file made that every party is given.",
            "flzk setup link new --circuit fedavg-696 --parameters 1302 --r1cs circuit.r1cs --ptau powers.ptau --zkey circuit.zkey --out "
            + "link.session.json")
    {
        Add(_circuit);
        Add(_parameters);
        Add(_r1cs);
        Add(_ptau);
        Add(_zkey);
        Add(_output);
        Writes(_output);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        CircuitInstance instance = CircuitOptions.Find(parsed.GetRequiredValue(_circuit));
        int parameters = parsed.GetValue(_parameters) ?? instance.ChunkSize;
        if (parameters is < 1 or > LinkShape.MaximumDimension)
            throw new UsageException($"--parameters is {parameters}; 1 to {LinkShape.MaximumDimension} are possible.");
        string r1cs = parsed.GetRequiredValue(_r1cs), ptau = parsed.GetRequiredValue(_ptau), zkey = parsed.GetRequiredValue(_zkey);
        using (var powers = PowersOfTau.Open(ptau))
            PhaseTwo.Verify(zkey, ConstraintSystem.Read(r1cs, cancellation), powers, output.Progress, cancellation);
        LinkRelation relation = LinkOptions.Relation(zkey, instance, parameters, output.Progress, cancellation);
        KeccakHash r1csHash = KeccakHash.OfFile(r1cs, cancellation), ptauHash = KeccakHash.OfFile(ptau, cancellation);
        var session = new LinkSession(r1csHash, ptauHash, relation);
        string file = parsed.GetRequiredValue(_output);
        new LinkSessionDescription(instance.Name, parameters, r1csHash, ptauHash, session.Id).Write(file);
        output.Result(
            new { sessionFile = file, session = session.Id.ToString(), circuit = instance.Name, parameters },
            console => console.WriteLine($"{file}: session {session.Id} for {parameters} parameters of {instance.Name}"));
        return Task.FromResult(ExitCode.Ok);
    }
}
