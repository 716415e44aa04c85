using System.Text.Json;
using FlZk.Cli;

namespace FlZk.EndToEnd.Tests.Hosting;

/// <summary>The command line as a user has it, run inside the test's process.</summary>
internal static class Flzk
{
    /// <summary>Runs one command line.</summary>
    public static async Task<FlzkRun> RunAsync(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int code = await CommandTree.InvokeAsync(arguments, output, error);
        return new FlzkRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs one command line that must succeed.</summary>
    public static async Task<FlzkRun> RunCheckedAsync(params string[] arguments)
    {
        FlzkRun run = await RunAsync(arguments);
        Assert.True(run.ExitCode == 0, $"flzk {string.Join(' ', arguments)} ended with {run.ExitCode}: {run.Error}\n{run.Output}");
        return run;
    }

    /// <summary>Runs one command line with <c>--json</c> that must succeed, and gives its result.</summary>
    public static async Task<JsonElement> JsonAsync(params string[] arguments) => (await RunCheckedAsync([.. arguments, "--json"])).Json;
}
