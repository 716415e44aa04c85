namespace FlZk.Cli.Hosting;

/// <summary>The command line asks for something that makes no sense; maps to exit code 2.</summary>
public sealed class UsageException : Exception
{
    /// <summary>Says what is wrong and what would be right.</summary>
    public UsageException(string message)
        : base(message)
    {
    }

    /// <summary>A library's complaint about an argument, without the name of the library's parameter.</summary>
    public static UsageException From(ArgumentException wrong)
    {
        ArgumentNullException.ThrowIfNull(wrong);
        string appended = $" (Parameter '{wrong.ParamName}')";
        return new UsageException(wrong.Message.Replace(appended, string.Empty, StringComparison.Ordinal));
    }
}
