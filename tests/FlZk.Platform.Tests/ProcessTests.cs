using System.Diagnostics;
using FlZk.Platform.Processes;

namespace FlZk.Platform.Tests;

public sealed class ProcessTests
{
    [Fact]
    public async Task A_failing_program_throws_with_its_last_words()
    {
        ProcessFailedException failure = await Assert.ThrowsAsync<ProcessFailedException>(
            () => ChildProcess.RunCheckedAsync("node", ["-e", "console.error('the disk is on fire'); process.exit(7)"]));
        Assert.Equal(7, failure.ExitCode);
        Assert.Contains("the disk is on fire", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_program_is_named()
    {
        ProcessFailedException failure = await Assert.ThrowsAsync<ProcessFailedException>(
            () => ChildProcess.RunAsync("no-such-program-anywhere", []));
        Assert.Null(failure.ExitCode);
        Assert.Contains("no-such-program-anywhere", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_reaches_the_program()
    {
        ProcessResult result = await ChildProcess.RunCheckedAsync(
            "node", ["-e", "process.stdin.pipe(process.stdout)"], standardInput: "to and fro");
        Assert.Equal("to and fro", result.StandardOutput.Trim());
    }

    [Fact]
    public async Task Cancellation_kills_the_program()
    {
        using var cancellation = new CancellationTokenSource(300);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ChildProcess.RunAsync("node", ["-e", "setInterval(() => {}, 1000)"], cancellation: cancellation.Token));
    }

    [Fact]
    public async Task A_disposed_server_is_gone()
    {
        (ServerProcess server, int id) = await StartServerAsync();
        server.Dispose();
        Assert.True(await IsGoneAsync(id));
    }

    [Fact]
    public async Task A_server_dies_with_its_parent_even_when_the_parent_is_killed()
    {
        if (OperatingSystem.IsWindows()) return;

        // The guard's only tie to its parent is its standard input: closing it is what the kernel does for a killed parent.
        using var shell = Process.Start(
            new ProcessStartInfo(
            "/bin/sh", ["-c", ServerProcess.Guard, "sh", "node", "-e", "console.log(process.pid); setInterval(() => {}, 1000)"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
        int id = int.Parse((await shell.StandardOutput.ReadLineAsync())!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.False(await IsGoneAsync(id, attempts: 2));
        shell.StandardInput.Close();
        Assert.True(await IsGoneAsync(id));
    }

    [Fact]
    public async Task A_program_dies_with_its_parent_even_when_the_parent_is_killed()
    {
        if (OperatingSystem.IsWindows()) return;
        using var shell = Process.Start(new ProcessStartInfo(
            "/bin/sh", ["-c", ChildProcess.Guard, "sh", "node", "-e", "console.log(process.pid); setInterval(() => {}, 1000)"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        int id = int.Parse((await shell.StandardOutput.ReadLineAsync())!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.False(await IsGoneAsync(id, attempts: 2));
        shell.StandardInput.Close();
        Assert.True(await IsGoneAsync(id));
    }

    private static async Task<(ServerProcess Server, int Id)> StartServerAsync()
    {
        var line = new TaskCompletionSource<int>();
        ServerProcess server = ServerProcess.Start(
            "node",
            ["-e", "console.log(process.pid); setInterval(() => {}, 1000)"],
            text =>
            {
                if (int.TryParse(text, out int id)) line.TrySetResult(id);
            });
        return (server, await line.Task.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private static async Task<bool> IsGoneAsync(int id, int attempts = 50)
    {
        for (int i = 0; i < attempts; i++)
        {
            try
            {
                using var process = Process.GetProcessById(id);
                if (process.HasExited) return true;
            }
            catch (ArgumentException)
            {
                return true;
            }

            await Task.Delay(100);
        }

        return false;
    }
}
