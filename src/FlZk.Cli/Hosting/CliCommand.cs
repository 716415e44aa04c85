using System.CommandLine;

namespace FlZk.Cli.Hosting;

/// <summary>A leaf of the command tree: its options, its examples, and what it does with them.</summary>
public abstract class CliCommand : Command
{
    /// <summary>Names the command.</summary>
    /// <param name="name">The word the user types.</param>
    /// <param name="description">One sentence of help.</param>
    /// <param name="examples">Complete command lines for the end of the help text.</param>
    protected CliCommand(string name, string description, params string[] examples)
        : base(name, description)
    {
        Examples = examples;
        Add(Json);
        SetAction((parsed, cancellation) => CommandTree.RunAsync(this, parsed, cancellation));
    }

    /// <summary><c>--json</c>: alone, the result goes to standard output as JSON; with a file, the JSON goes
    /// there and the text to standard output.</summary>
    public Option<string?> Json { get; } = new("--json")
    {
        Description = "Write the result as JSON: to FILE, or to standard output when no FILE is given.",
        HelpName = "FILE",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Complete command lines, shown at the end of the command's help.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Does the work.</summary>
    /// <param name="parsed">The options' values.</param>
    /// <param name="output">Where words go.</param>
    /// <param name="cancellation">Set by Ctrl-C and SIGTERM.</param>
    public abstract Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation);
}
