namespace FlZk.Platform.Tests.Documentation;

/// <summary>One check: where it is made, and the tests that attack it.</summary>
/// <param name="At">The row's line in the document, from 0.</param>
/// <param name="Check">What is checked.</param>
/// <param name="File">The source file, from the repository's root.</param>
/// <param name="Line">The line that the document names, from 1.</param>
/// <param name="Code">What that line contains.</param>
/// <param name="Tests">File and test, as <c>File.Test</c> without the file's extension.</param>
internal sealed record CheckMapRow(int At, string Check, string File, int Line, string Code, IReadOnlyList<string> Tests)
{
    private static readonly Lazy<ILookup<string, string>> TestFiles = new(() => TestSources().ToLookup(Name, StringComparer.Ordinal));

    /// <summary>The line nearest to the named one that contains the code; null when none does.</summary>
    public int? ActualLine()
    {
        string path = Path.Combine(ProjectLayout.Root, File);
        if (!System.IO.File.Exists(path)) return null;
        var found = System.IO.File.ReadLines(path).Select((text, i) => (text, line: i + 1)).Where(
            entry => entry.text.Contains(Code, StringComparison.Ordinal)).Select(entry => entry.line).ToArray();
        return found.Length == 0 ? null : found.MinBy(line => Math.Abs(line - Line));
    }

    /// <summary>Those of <see cref="Tests"/> that no test file declares.</summary>
    public IEnumerable<string> MissingTests() => Tests.Where(test =>
    {
        int dot = test.LastIndexOf('.');
        return dot < 0 || !TestFiles.Value[test[..dot]].Any(
            file => System.IO.File.ReadAllText(file).Contains($" {test[(dot + 1)..]}(", StringComparison.Ordinal));
    });

    private static IEnumerable<string> TestSources()
    {
        char separator = Path.DirectorySeparatorChar;
        var compiled = Directory.EnumerateFiles(Path.Combine(ProjectLayout.Root, "tests"), "*.cs", SearchOption.AllDirectories).Where(
            file => !file.Contains($"{separator}obj{separator}", StringComparison.Ordinal));
        return compiled.Concat(
            Directory.EnumerateFiles(Path.Combine(ProjectLayout.Root, "contracts", "test"), "*.t.sol", SearchOption.AllDirectories));
    }

    // Name.cs and Name.t.sol.
    private static string Name(string file)
    {
        string name = Path.GetFileName(file);
        return name[..name.IndexOf('.', StringComparison.Ordinal)];
    }
}
