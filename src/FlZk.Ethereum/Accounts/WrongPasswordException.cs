namespace FlZk.Ethereum.Accounts;

/// <summary>A key file does not open with the password given.</summary>
public sealed class WrongPasswordException : Exception
{
    /// <summary>Says which file.</summary>
    public WrongPasswordException(string file)
        : base($"{file} does not open with this password.")
    {
    }
}
