namespace FlZk.Cli.Connections;

/// <summary>Ends a dry run where the first transaction would have been signed.</summary>
internal sealed class DryRunEndedException(DryRun plan) : Exception("The dry run ends here; nothing was sent.")
{
    public DryRun Plan { get; } = plan;
}
