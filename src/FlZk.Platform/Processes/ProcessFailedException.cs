namespace FlZk.Platform.Processes;

/// <summary>A child process could not be started or ended with a non-zero exit code.</summary>
public sealed class ProcessFailedException : Exception
{
    /// <summary>Says which program failed, how, and what it printed last.</summary>
    /// <param name="program">The program as the user knows it (never its arguments: they may hold paths of secrets).</param>
    /// <param name="exitCode">Its exit code, or null when it did not start.</param>
    /// <param name="output">The end of what it printed.</param>
    /// <param name="inner">Why it did not start.</param>
    public ProcessFailedException(string program, int? exitCode, string output, Exception? inner = null)
        : base(exitCode is { } code
            ? $"{program} ended with exit code {code}: {output}"
            : $"{program} could not be started: {output}", inner)
    {
        Program = program;
        ExitCode = exitCode;
        Output = output;
    }

    /// <summary>The program's name.</summary>
    public string Program { get; }

    /// <summary>Its exit code, or null when it did not start.</summary>
    public int? ExitCode { get; }

    /// <summary>The end of what it printed.</summary>
    public string Output { get; }
}
