namespace FlZk.Cli.Hosting;

/// <summary>The command line asks for something that makes no sense; maps to exit code 2.</summary>
public sealed class UsageException : Exception
{
    /// <summary>Says what is wrong and what would be right.</summary>
    public UsageException(string message)
        : base(message)
    {
    }
}
