using System.CommandLine;
using FlZk.Cli.Hosting;
using FlZk.Platform.Files;
using Spectre.Console;

namespace FlZk.Cli.Commands.Jobs;

/// <summary><c>flzk job template</c>: a job's terms to fill in.</summary>
internal sealed class JobTemplateCommand : CliCommand
{
    private readonly Option<string> _out = new("--out") { Description = "Receives the terms to edit.", HelpName = "FILE", Required = true };

    public JobTemplateCommand()
        : base("template", "Write a job's terms to fill in, every property explained.", "flzk job template --out job.json")
    {
        Add(_out);
        Writes(_out);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        string file = parsed.GetRequiredValue(_out);
        AtomicFile.WriteAllText(file, JobSpecFile.Template + "\n");
        output.Result(
            new { file, schema = JobSpecFile.Schema },
            console => console.Write(new Text($"{file}: edit it, then run 'flzk job create --spec {file}'{Environment.NewLine}")));
        return Task.FromResult(ExitCode.Ok);
    }
}
