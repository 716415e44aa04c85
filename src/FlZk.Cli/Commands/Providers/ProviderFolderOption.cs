using System.CommandLine;

namespace FlZk.Cli.Commands.Providers;

/// <summary><c>--folder</c>: where a provider keeps salts, blindings and receipts.</summary>
internal sealed class ProviderFolderOption
{
    public Option<string> Option { get; } = new("--folder")
    {
        Description = "Where your secrets of each round are kept, readable by you alone.",
        HelpName = "DIR",
        Required = true,
    };

    public string Read(ParseResult parsed) => parsed.GetRequiredValue(Option);
}
