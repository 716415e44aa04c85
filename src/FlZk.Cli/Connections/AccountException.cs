namespace FlZk.Cli.Connections;

/// <summary>An account's key cannot be used: its file is open to others, holds something else, or no password was given. Maps to exit code
/// 4.</summary>
public sealed class AccountException : Exception
{
    /// <summary>Says what is wrong and what to do; never repeats a key or a password.</summary>
    public AccountException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
