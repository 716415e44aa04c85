using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FlZk.Cli.Hosting;

/// <summary>The standard help followed by the command's examples and the exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction standard) : SynchronousCommandLineAction
{
    private const string ExitCodes =
        "Exit codes: 0 ok, 1 negative verdict, 2 usage, 3 file or format, 4 keys or configuration, 5 chain, 130 interrupted.";

    public override int Invoke(ParseResult parseResult)
    {
        int code = standard.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is CliCommand { Examples.Count: > 0 } command)
        {
            output.WriteLine("Examples:");
            foreach (string example in command.Examples) output.WriteLine($"  {example}");
            output.WriteLine();
        }

        output.WriteLine(ExitCodes);
        return code;
    }
}
