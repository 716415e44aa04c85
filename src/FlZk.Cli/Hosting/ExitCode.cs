namespace FlZk.Cli.Hosting;

/// <summary>What the process tells its caller; documented in docs/cli.md and in every command's help.</summary>
public enum ExitCode
{
    /// <summary>Done; a verdict, if there is one, is positive.</summary>
    Ok = 0,

    /// <summary>The work was done and the answer is no: a proof, statement or audit does not hold.</summary>
    NegativeVerdict = 1,

    /// <summary>The command line itself is wrong.</summary>
    Usage = 2,

    /// <summary>A file is missing, unreadable, malformed, or could not be written.</summary>
    FileOrFormat = 3,

    /// <summary>A key is unsafe, of another circuit, or the machine's configuration lacks something.</summary>
    KeysOrConfiguration = 4,

    /// <summary>The chain is unreachable, refused a transaction or reverted it.</summary>
    Chain = 5,

    /// <summary>Ctrl-C or SIGTERM; nothing half-written is left.</summary>
    Interrupted = 130,
}
