using System.CommandLine;
using FlZk.Exchange.Keys;

namespace FlZk.Cli.Connections;

/// <summary><c>--allow-development-keys</c>.</summary>
internal sealed class KeyPolicyOption(string description)
{
    public Option<bool> Option { get; } = new("--allow-development-keys") { Description = description };

    public KeyPolicy Read(ParseResult parsed) => parsed.GetValue(Option) ? KeyPolicy.AllowDevelopmentKeys : KeyPolicy.Strict;
}
