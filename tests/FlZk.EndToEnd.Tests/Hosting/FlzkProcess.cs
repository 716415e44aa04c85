using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace FlZk.EndToEnd.Tests.Hosting;

/// <summary>The command line as a process of its own, for what a test cannot do to itself: Ctrl-C and kill.</summary>
internal sealed partial class FlzkProcess : IDisposable
{
    private const int Interrupt = 2;

    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private FlzkProcess(Process process) => _process = process;

    public int ExitCode => _process.ExitCode;

    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    public static FlzkProcess Start(params string[] arguments) => StartUnder([], arguments);

    /// <summary>Has another command start it, such as <c>env</c>.</summary>
    public static FlzkProcess StartUnder(string[] other, params string[] arguments)
    {
        string program = typeof(FlZk.Cli.CommandTree).Assembly.Location;
        string[] command = [.. other, "dotnet", "exec", program, .. arguments];

        // Whoever starts the tests in the background of a shell has them, and their children, ignore Ctrl-C; env undoes it.
        if (OperatingSystem.IsLinux()) command = ["env", "--default-signal=INT", .. command];
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            },
        };
        var started = new FlzkProcess(process);
        process.OutputDataReceived += (_, line) => started.Hear(line.Data);
        process.ErrorDataReceived += (_, line) => started.Hear(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Waits until the process has said something.</summary>
    public async Task<Match> WaitForAsync(string pattern)
    {
        for (int i = 0; i < 3000; i++)
        {
            Match match = Regex.Match(Said, pattern);
            if (match.Success) return match;
            Assert.False(_process.HasExited, $"flzk ended before it said '{pattern}': {Said}");
            await Task.Delay(100);
        }

        throw new TimeoutException($"flzk did not say '{pattern}': {Said}");
    }

    /// <summary>What Ctrl-C does in a terminal.</summary>
    public void PressControlC() => Assert.Equal(0, Signal(_process.Id, Interrupt));

    public void KillAlone() => _process.Kill(entireProcessTree: false);

    public Task WaitForExitAsync() => _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    /// <summary>The processes that this one started, and theirs (Linux).</summary>
    public int[] Descendants()
    {
        var parents = new Dictionary<int, int>();
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id)) continue;
            try
            {
                // "id (name) state parent ..."; the name may hold anything, so count from its closing bracket.
                string stat = File.ReadAllText(Path.Combine(folder, "stat"));
                parents[id] = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }

        return [.. parents.Keys.Where(IsMine)];

        bool IsMine(int id)
        {
            while (parents.TryGetValue(id, out int parent) && parent != 0)
            {
                if (parent == _process.Id) return true;
                id = parent;
            }

            return false;
        }
    }

    /// <summary>Waits until none of the processes is left.</summary>
    public static async Task<bool> AreGoneAsync(IReadOnlyCollection<int> processes)
    {
        for (int i = 0; i < 100; i++)
        {
            if (!processes.Any(id => File.Exists($"/proc/{id}/cmdline") && File.ReadAllText($"/proc/{id}/cmdline").Length > 0)) return true;
            await Task.Delay(100);
        }

        return false;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"flzk, process {_process.Id}");

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_said) _said.AppendLine(line);
    }
}
