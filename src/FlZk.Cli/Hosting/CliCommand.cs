using System.CommandLine;
using System.CommandLine.Parsing;

namespace FlZk.Cli.Hosting;

/// <summary>A leaf of the command tree: its options, its examples, and what it does with them.</summary>
public abstract class CliCommand : Command
{
    private const string FileHelpName = "FILE";

    private readonly List<Option> _outputs = [];

    /// <summary>Names the command.</summary>
    /// <param name="name">The word the user types.</param>
    /// <param name="description">One sentence of help.</param>
    /// <param name="examples">Complete command lines for the end of the help text.</param>
    protected CliCommand(string name, string description, params string[] examples)
        : base(name, description)
    {
        Examples = examples;
        Add(Json);
        _outputs.Add(Json);
        Validators.Add(RefuseOverwriting);
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

    /// <summary>Throws, before any work, for a folder where a file's name belongs.</summary>
    /// <param name="parsed">The options' values.</param>
    /// <exception cref="IOException">A folder.</exception>
    public void RequireFiles(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        foreach (SymbolResult? result in FileResults(parsed.GetResult))
        {
            foreach (Token token in result?.Tokens ?? [])
                if (Directory.Exists(token.Value)) throw new IOException($"{token.Value} is a folder; a file was expected.");
        }
    }

    /// <summary>Adds options in the order the help shows them.</summary>
    protected void AddAll(params ReadOnlySpan<Symbol> symbols)
    {
        foreach (Symbol symbol in symbols)
        {
            if (symbol is Argument argument) Add(argument);
            else Add((Option)symbol);
        }
    }

    /// <summary>Names the options whose files the command writes: none of them may be a file that it also reads, or writes twice.</summary>
    protected void Writes(params ReadOnlySpan<Option> outputs) => _outputs.AddRange(outputs);

    // A proof written over its key costs the user the key; a ceremony's step written over its input, the step before.
    private void RefuseOverwriting(CommandResult command)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Option option in _outputs)
        {
            if (command.GetResult(option) is not { } result) continue;
            foreach (Token token in result.Tokens)
            {
                if (string.IsNullOrWhiteSpace(token.Value) || token.Value.Contains('\0', StringComparison.Ordinal))
                {
                    command.AddError($"{option.Name}: a file's name was expected.");
                    continue;
                }

                string file = Path.GetFullPath(token.Value);
                if (!file.StartsWith("/dev/", StringComparison.Ordinal) && !taken.TryAdd(file, option.Name))
                    command.AddError($"{taken[file]} and {option.Name} would both be written to {token.Value}.");
            }
        }

        foreach (SymbolResult? result in FileResults(
            symbol => symbol is Option option ? command.GetResult(option) : command.GetResult((Argument)symbol)))
        {
            if (result is OptionResult { Option: var written } && _outputs.Contains(written)) continue;
            foreach (Token token in result?.Tokens ?? [])
            {
                if (token.Value.Length > 0 && taken.TryGetValue(Path.GetFullPath(token.Value), out string? output))
                    command.AddError($"{output} would be written over {token.Value}, which is read.");
            }
        }
    }

    private IEnumerable<SymbolResult?> FileResults(Func<Symbol, SymbolResult?> find) => Options
        .Select(option => (Symbol: (Symbol)option, option.HelpName))
        .Concat(Arguments.Select(argument => (Symbol: (Symbol)argument, argument.HelpName)))
        .Where(named => named.HelpName?.StartsWith(FileHelpName, StringComparison.Ordinal) == true)
        .Select(named => find(named.Symbol));
}
