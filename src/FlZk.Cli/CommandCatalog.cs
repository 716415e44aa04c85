using System.CommandLine;

namespace FlZk.Cli;

/// <summary>Every top-level command, in the order the help shows them.</summary>
internal static class CommandCatalog
{
    public static IEnumerable<Command> All() => [];
}
