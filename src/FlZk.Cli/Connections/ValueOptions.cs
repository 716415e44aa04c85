using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FlZk.Ethereum;

namespace FlZk.Cli.Connections;

/// <summary>Options and arguments of the chain's own types, refused with a reason when they are malformed.</summary>
internal static class ValueOptions
{
    /// <summary>An http or https URL; null when left out.</summary>
    public static Option<Uri> Node(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "URL",
        CustomParser = result => Uri.TryCreate(Text(result), UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
            ? url
            : Refuse<Uri>(result, $"{name}: '{Text(result)}' is no http or https URL"),
    };

    /// <summary>An address that must be given.</summary>
    public static Option<Address> Address(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "ADDRESS",
        Required = true,
        CustomParser = result => AddressOf(result, name) ?? default,
    };

    /// <summary>An address; null when left out.</summary>
    public static Option<Address?> OptionalAddress(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "ADDRESS",
        CustomParser = result => AddressOf(result, name),
    };

    /// <summary>32 bytes; null when left out.</summary>
    public static Option<Hash32?> OptionalHash(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "HASH",
        CustomParser = result => Hash32.TryParse(Text(result), out Hash32 hash)
            ? hash
            : Refuse<Hash32?>(result, $"{name}: '{Text(result)}' is no hash (0x and 64 hexadecimal digits)"),
    };

    /// <summary><c>--job N</c>, required.</summary>
    public static Option<ulong> Job() => new("--job") { Description = "The job.", HelpName = "N", Required = true };

    /// <summary><c>--round N</c>; null when left out.</summary>
    public static Option<int?> Round(string description) => new("--round")
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => int.TryParse(Text(result), NumberStyles.None, CultureInfo.InvariantCulture, out int round) && round > 0
            ? round
            : Refuse<int?>(result, $"--round: '{Text(result)}' is no round; rounds are numbered from 1"),
    };

    /// <summary>The job as the command's argument.</summary>
    public static Argument<ulong> JobArgument() => new("job") { Description = "The job's number.", HelpName = "JOB" };

    /// <summary>An amount of a token that must be given.</summary>
    public static Option<TokenAmount> Amount(string name, string description) => new(name)
    {
        Description = description + " In whole tokens (1.5), or in smallest units (15wei).",
        HelpName = "AMOUNT",
        Required = true,
        CustomParser = result => AmountOf(result, name),
    };

    /// <summary>An amount of a token; null when left out.</summary>
    public static Option<TokenAmount?> OptionalAmount(string name, string description) => new(name)
    {
        Description = description + " In whole tokens (1.5), or in smallest units (15wei).",
        HelpName = "AMOUNT",
        CustomParser = result => AmountOf(result, name),
    };

    /// <summary>An amount as the command's argument.</summary>
    public static Argument<TokenAmount> AmountArgument(string description) => new("amount")
    {
        Description = description + " In whole tokens (1.5), or in smallest units (15wei).",
        HelpName = "AMOUNT",
        CustomParser = result => AmountOf(result, "the amount"),
    };

    /// <summary>A length of time; null when left out.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description + " Such as 90s, 30m, 12h, 14d.",
        HelpName = "TIME",
        CustomParser = result => DurationText.TryParse(Text(result), out TimeSpan time)
            ? time
            : Refuse<TimeSpan?>(result, $"{name}: '{Text(result)}' is no length of time, such as 90s, 30m, 12h, 14d"),
    };

    /// <summary>Adds an error to a result, and gives a value that nobody will see.</summary>
    public static T Refuse<T>(ArgumentResult result, string why)
    {
        result.AddError(why);
        return default!;
    }

    private static string Text(ArgumentResult result) => result.Tokens[0].Value;

    private static TokenAmount AmountOf(ArgumentResult result, string name) => TokenAmount.TryParse(Text(result), out TokenAmount amount)
        ? amount
        : Refuse<TokenAmount>(result, $"{name}: '{Text(result)}' is no amount, such as 100, 0.25 or 15wei");

    private static Address? AddressOf(ArgumentResult result, string name) =>
        FlZk.Ethereum.Address.TryParse(Text(result), out Address address)
        ? address
        : Refuse<Address?>(
            result, $"{name}: '{Text(result)}' is no address (0x and 40 hexadecimal digits, with a right checksum if it has one)");
}
