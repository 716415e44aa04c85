using System.CommandLine;
using System.Text;
using FlZk.Cli.Hosting;
using FlZk.Ethereum.Accounts;
using FlZk.Ethereum.Development;
using FlZk.Exchange.Keys;

namespace FlZk.Cli.Connections;

/// <summary>The options that say who sends. Keys and passwords come from files or a prompt, never from the command line, where every
/// process of the machine could read them.</summary>
internal sealed class AccountOptions
{
    /// <summary>Names a file with a private key, for when no option names an account.</summary>
    public const string KeyFileVariable = "FLZK_PRIVATE_KEY_FILE";

    /// <summary>Names a file with the keystore's password, instead of the prompt.</summary>
    public const string PasswordFileVariable = "FLZK_KEYSTORE_PASSWORD_FILE";

    private const int DevelopmentAccounts = 100;

    private readonly Option<string?> _keystore = new("--keystore")
    {
        Description = "Send with this encrypted key (Web3 Secret Storage, version 3). The password is asked for, or read from the "
            + $"file that {PasswordFileVariable} names.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _keyFile = new("--key-file")
    {
        Description = $"Send with the private key in this file (64 hexadecimal digits, chmod 600). Default: the file that "
            + $"{KeyFileVariable} names.",
        HelpName = "FILE",
    };

    private readonly Option<int?> _development = new("--dev-account")
    {
        Description = "Send with this account of the public development phrase, from 0. Local chains only.",
        HelpName = "N",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_keystore, _keyFile, _development]) command.Add(option);
    }

    /// <summary>The account that the options or the environment name; null when they name none.</summary>
    /// <exception cref="UsageException">Several are named.</exception>
    /// <exception cref="AccountException">The key cannot be used.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public Account? Find(ParseResult parsed)
    {
        string? keystore = parsed.GetValue(_keystore), keyFile = parsed.GetValue(_keyFile);
        int? development = parsed.GetValue(_development);
        if ((keystore is null ? 0 : 1) + (keyFile is null ? 0 : 1) + (development is null ? 0 : 1) > 1)
            throw new UsageException("--keystore, --key-file and --dev-account each name the sender: give one of them.");
        if (keystore is not null) return Keystore.Read(keystore, Password(keystore));
        if (development is { } number)
        {
            return number is >= 0 and < DevelopmentAccounts
                ? Mnemonic.Derive(AnvilOptions.DefaultMnemonic, number)
                : throw new UsageException($"--dev-account is {number}; 0 to {DevelopmentAccounts - 1} are possible.");
        }

        keyFile ??= Environment.GetEnvironmentVariable(KeyFileVariable);
        return string.IsNullOrEmpty(keyFile) ? null : FromKeyFile(keyFile);
    }

    /// <summary>The account that the options or the environment name.</summary>
    /// <inheritdoc cref="Find"/>
    public Account Read(ParseResult parsed) => Find(parsed) ?? throw new UsageException(
        $"Who sends? Name a key with --keystore FILE or --key-file FILE (or {KeyFileVariable}); on a local chain --dev-account N will do.");

    /// <summary>Refuses the development phrase's accounts where their keys are worth something.</summary>
    /// <exception cref="UsageException">The chain is not local.</exception>
    public void RequireAllowed(ParseResult parsed, ulong chainId)
    {
        if (parsed.GetValue(_development) is { } number && !KeyPolicy.IsLocal(chainId))
        {
            throw new UsageException(
                $"--dev-account {number} is known to everybody, and chain {chainId} is not a local one: whatever it holds there is lost. "
                + "Use a key of your own.");
        }
    }

    private static Account FromKeyFile(string path)
    {
        string text = SecretFile.Read(path).Trim();
        try
        {
            return Account.FromPrivateKey(text);
        }
        catch (ArgumentException cause)
        {
            throw new AccountException($"{path} holds no private key: 64 hexadecimal digits were expected, and nothing else.", cause);
        }
    }

    private static string Password(string keystore)
    {
        if (Environment.GetEnvironmentVariable(PasswordFileVariable) is { Length: > 0 } file)
        {
            // The variable may hold the password itself by mistake, so it is not repeated.
            if (!File.Exists(file))
            {
                throw new AccountException(
                    $"{PasswordFileVariable} names no file. It holds the path of the password's file, not the password.");
            }

            return SecretFile.Read(file);
        }

        if (Console.IsInputRedirected)
        {
            throw new AccountException(
                $"The password of {keystore} cannot be asked for without a terminal. Put it in a file of your own (chmod 600) and name the "
                + $"file in {PasswordFileVariable}.");
        }

        Console.Error.Write($"Password of {keystore}: ");
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
