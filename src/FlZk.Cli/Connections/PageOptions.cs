using System.CommandLine;
using FlZk.Cli.Hosting;

namespace FlZk.Cli.Connections;

/// <summary><c>--from</c> and <c>--count</c>: a page of what is numbered from 1, newest first.</summary>
internal sealed class PageOptions(string what)
{
    private const int MostAtOnce = 100;

    public Option<ulong?> From { get; } =
        new("--from") { Description = $"The newest {what} to show. Default: the last one.", HelpName = "N" };

    public Option<int> Count { get; } = new("--count")
    {
        Description = $"How many, at most {MostAtOnce}.",
        HelpName = "N",
        DefaultValueFactory = _ => 20,
    };

    /// <summary>The page's first number and its length, when there are so many in all.</summary>
    /// <exception cref="UsageException">The count is out of range.</exception>
    public (ulong First, ulong Count) Read(ParseResult parsed, ulong all)
    {
        int count = parsed.GetValue(Count);
        if (count is < 1 or > MostAtOnce) throw new UsageException($"--count is {count}; 1 to {MostAtOnce} are shown at once.");
        ulong newest = Math.Min(parsed.GetValue(From) ?? all, all);
        ulong first = newest > (ulong)count ? newest - (ulong)count + 1 : 1;
        return (first, newest - first + 1);
    }
}
