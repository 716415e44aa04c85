using System.ComponentModel;
using System.Diagnostics;

namespace FlZk.Platform.Processes;

/// <summary>A long-running child process that ends when this object is disposed, and, on Unix, also when this
/// process dies without disposing it.</summary>
/// <remarks>
/// A dead parent cannot clean up, so on Unix the child is started behind a two-line shell guard: the guard's standard input is a pipe from
/// this process, and when the pipe closes, for whatever reason, the guard ends the child.
/// </remarks>
public sealed class ServerProcess : IDisposable
{
    /// <summary>The guard's script; its arguments are the program and its arguments.</summary>
    internal const string Guard = "exec 3<&0; \"$@\" </dev/null & child=$!; trap 'kill $child 2>/dev/null' TERM INT HUP; "
        + "{ while read -r _; do :; done; kill $child 2>/dev/null; } <&3 & wait $child";

    private readonly Process _process;
    private readonly string _program;
    private readonly Queue<string> _tail = new();

    private ServerProcess(Process process, string program)
    {
        _process = process;
        _program = program;
    }

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The last lines the process printed, oldest first.</summary>
    public string Tail
    {
        get
        {
            lock (_tail) return string.Join('\n', _tail);
        }
    }

    /// <summary>Starts a server.</summary>
    /// <param name="program">Path or name on PATH.</param>
    /// <param name="arguments">Arguments, passed without interpretation.</param>
    /// <param name="onLine">Receives each line of both output streams; must not throw.</param>
    /// <param name="workingDirectory">Where to run; null for the current directory.</param>
    /// <exception cref="ProcessFailedException">The program could not be started.</exception>
    public static ServerProcess Start(
        string program, IEnumerable<string> arguments, Action<string>? onLine = null, string? workingDirectory = null)
    {
        ProcessStartInfo start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(program, arguments)
            : new ProcessStartInfo("/bin/sh", ["-c", Guard, "sh", program, .. arguments]);
        start.WorkingDirectory = workingDirectory ?? string.Empty;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        var process = new Process { StartInfo = start };
        var server = new ServerProcess(process, Path.GetFileName(program));
        process.OutputDataReceived += (_, line) => server.Take(line.Data, onLine);
        process.ErrorDataReceived += (_, line) => server.Take(line.Data, onLine);
        try
        {
            process.Start();
        }
        catch (Win32Exception cause)
        {
            process.Dispose();
            throw new ProcessFailedException(server._program, null, cause.Message, cause);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Throws when the server has ended, with what it printed last.</summary>
    /// <exception cref="ProcessFailedException">The server is gone.</exception>
    public void ThrowIfExited()
    {
        if (_process.HasExited) throw new ProcessFailedException(_program, _process.ExitCode, Tail);
    }

    /// <summary>Ends the process tree and waits until it is gone.</summary>
    public void Dispose()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(5000);
        }
        catch (InvalidOperationException)
        {
            // It had already ended.
        }

        _process.Dispose();
    }

    private void Take(string? line, Action<string>? onLine)
    {
        if (line is null) return;
        lock (_tail)
        {
            _tail.Enqueue(line);
            if (_tail.Count > 40) _tail.Dequeue();
        }

        onLine?.Invoke(line);
    }
}
