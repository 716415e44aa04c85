using System.CommandLine;
using System.Globalization;
using FlZk.Cli.Hosting;
using FlZk.Learning.ModelFiles;
using FlZk.Platform;
using FlZk.Statements;
using Spectre.Console;

namespace FlZk.Cli.Commands.Statements;

/// <summary><c>flzk commit</c>: commits to an update.</summary>
internal sealed class CommitCommand : CliCommand
{
    private readonly Option<string> _update = new("--update")
    {
        Description = "The fixed-point update (.safetensors), as 'flzk quantise' writes it.",
        HelpName = "FILE",
        Required = true,
    };
    private readonly Option<string> _opening = new("--opening")
    {
        Description = "Receives values and blinding, readable by you alone. Whoever has it knows the update.",
        HelpName = "FILE",
        Required = true,
    };

    public CommitCommand()
        : base(
            "commit",
            "Commit to an update with a fresh blinding; prints the commitment, keeps the opening.",
            "flzk commit --update update.safetensors --opening update.opening.json")
    {
        Add(_update);
        Add(_opening);
        Writes(_opening);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        string opening = parsed.GetRequiredValue(_opening);
        if (File.Exists(opening))
        {
            throw new UsageException(
                $"{opening} exists and may open a commitment that is on chain; choose another name or remove it yourself.");
        }
        QuantisedUpdate update = SafetensorsFile.ReadUpdate(parsed.GetRequiredValue(_update));
        PedersenGenerators generators = PedersenGenerators.LoadOrDerive(
            ProjectLayout.Cache, update.Values.Length, output.Progress, cancellation);
        long[] values = [.. update.Values];
        Bn254.Fr blinding = VectorCommitment.FreshBlinding();
        output.Progress?.Report(new WorkProgress("committing"));
        var commitment = VectorCommitment.Commit(generators, values, blinding, cancellation);
        new CommitmentOpening(commitment, values, blinding).Write(opening);
        var result = new { commitment = PointText.Of(commitment.Point), parameters = values.Length, opening };
        output.Result(result, console =>
        {
            console.WriteLine(result.commitment);
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"commits to {values.Length:N0} values; {opening} opens it"));
        });
        return Task.FromResult(ExitCode.Ok);
    }
}
