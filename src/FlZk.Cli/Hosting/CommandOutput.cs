using System.Text.Json;
using FlZk.Platform;
using FlZk.Platform.Files;
using Spectre.Console;

namespace FlZk.Cli.Hosting;

/// <summary>Where a command's words go: the result to standard output (text, or JSON with <c>--json</c>),
/// everything else to standard error.</summary>
public sealed class CommandOutput : IDisposable
{
    private const int WidthOfNoTerminal = 200;

    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly JsonTarget? _json;
    private readonly ProgressLine _progress;

    /// <summary>Binds the two streams.</summary>
    /// <param name="output">Receives the result.</param>
    /// <param name="error">Receives progress, notes and errors.</param>
    /// <param name="json">Where results go as JSON; null when the user asked for none.</param>
    /// <param name="quiet">Whether progress is left out.</param>
    public CommandOutput(TextWriter output, TextWriter error, JsonTarget? json, bool quiet)
    {
        _output = output;
        _error = error;
        _json = json;
        Quiet = quiet;
        _progress = new ProgressLine(error, redraws: ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected);
    }

    /// <summary>Whether progress is left out.</summary>
    public bool Quiet { get; }

    /// <summary>Receives the progress of long work; null with <c>--quiet</c>.</summary>
    public IProgress<WorkProgress>? Progress => Quiet ? null : _progress;

    /// <summary>Writes the command's one result.</summary>
    /// <typeparam name="T">The record that becomes JSON.</typeparam>
    /// <param name="result">The result.</param>
    /// <param name="human">Draws it for a person.</param>
    public void Result<T>(T result, Action<IAnsiConsole> human)
    {
        _progress.Clear();
        if (_json is not null)
        {
            string text = ForeignText.PrintableJson(JsonSerializer.Serialize(result, ResultJson.Options));
            if (_json.File is null)
            {
                _output.WriteLine(text);
                return;
            }

            AtomicFile.WriteAllText(_json.File, text + "\n");
        }

        bool isTerminal = ReferenceEquals(_output, Console.Out) && !Console.IsOutputRedirected;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(_output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        });

        // A pipe or a file has no edge to wrap at.
        if (!isTerminal) console.Profile.Width = WidthOfNoTerminal;
        human(console);
    }

    /// <summary>Says something that is not the result, on standard error; left out with <c>--quiet</c>. What it quotes cannot steer a
    /// terminal; see <see cref="ForeignText"/>.</summary>
    public void Note(string line)
    {
        if (Quiet) return;
        _progress.Clear();
        _error.WriteLine(ForeignText.PrintableLines(line));
    }

    /// <summary>Says why the command failed, on standard error; as <see cref="Note"/>, with or without <c>--quiet</c>.</summary>
    public void Error(string message)
    {
        _progress.Clear();
        _error.WriteLine(ForeignText.PrintableLines($"error: {message}"));
    }

    /// <inheritdoc/>
    public void Dispose() => _progress.Dispose();
}
