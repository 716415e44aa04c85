using System.Text.RegularExpressions;
using FlZk.Platform;

namespace FlZk.Contracts.Tests.Forge;

/// <summary>The forge tests that the sources declare, so that each can be shown by name before forge has run.</summary>
internal static partial class ForgeTestNames
{
    /// <summary>Suite (<c>test/unit/X.t.sol:XTest</c>) and test of everything under contracts/test.</summary>
    public static IEnumerable<(string Suite, string Test)> All()
    {
        string tests = Path.Combine(ProjectLayout.Contracts, "test");
        foreach (string file in Directory.EnumerateFiles(tests, "*.t.sol", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string path = Path.GetRelativePath(ProjectLayout.Contracts, file).Replace('\\', '/');
            string contract = string.Empty;
            foreach (string line in File.ReadLines(file))
            {
                if (Contract().Match(line) is { Success: true } c) contract = c.Groups[1].Value;
                if (Test().Match(line) is { Success: true } t) yield return ($"{path}:{contract}", t.Groups[1].Value);
            }
        }
    }

    [GeneratedRegex(@"^contract (\w+)")]
    private static partial Regex Contract();

    [GeneratedRegex(@"^    function ((?:test|invariant)\w*)\(")]
    private static partial Regex Test();
}
