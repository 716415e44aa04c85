using System.CommandLine;
using System.CommandLine.Help;
using FlZk.Cli.Hosting;

namespace FlZk.Cli;

/// <summary>The whole command line: what there is, how it is parsed, and what every failure turns into.</summary>
public static class CommandTree
{
    private static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "No progress on standard error.", Recursive = true };

    private static readonly TimeSpan TimeToCleanUp = TimeSpan.FromSeconds(15);

    /// <summary>Builds the tree.</summary>
    public static RootCommand Build()
    {
        var root = new RootCommand("FlZk: federated learning, proved and paid on chain.") { Quiet };
        foreach (Command command in CommandCatalog.All()) root.Add(command);
        foreach (HelpOption help in root.Options.OfType<HelpOption>()) help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    /// <summary>Parses and runs one command line.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    public static async Task<int> InvokeAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        ParseResult parsed = Build().Parse(arguments);
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeToCleanUp,
        };
        int code = await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        return parsed.Errors.Count > 0 && code != 0 ? (int)ExitCode.Usage : code;
    }

    internal static async Task<int> RunAsync(CliCommand command, ParseResult parsed, CancellationToken cancellation)
    {
        InvocationConfiguration streams = parsed.InvocationConfiguration;
        JsonTarget? json = parsed.GetResult(command.Json) is null ? null : new JsonTarget(parsed.GetValue(command.Json));
        using var output = new CommandOutput(streams.Output, streams.Error, json, parsed.GetValue(Quiet));
        try
        {
            command.RequireFiles(parsed);
            return (int)await command.ExecuteAsync(parsed, output, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (FailureReport.For(failure, cancellation) is { } report)
        {
            output.Error(report.Message);
            return (int)report.Code;
        }
    }
}
