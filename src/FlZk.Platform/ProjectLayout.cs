namespace FlZk.Platform;

/// <summary>Where the parts of a checkout lie: circuits, contracts, and the first-use cache.</summary>
/// <remarks>
/// The root is <c>FLZK_ROOT</c> when set, else the nearest folder with <c>circuits/catalog.json</c> above the running program, else above
/// the current directory. The cache is <c>FLZK_HOME</c> when set, else <c>.flzk</c> in the root.
/// </remarks>
public static class ProjectLayout
{
    private static readonly Lazy<string> LazyRoot = new(FindRoot);

    /// <summary>The checkout's root folder.</summary>
    /// <exception cref="DirectoryNotFoundException">No checkout was found; the message says how to name one.</exception>
    public static string Root => LazyRoot.Value;

    /// <summary>The folder of circuits, with <c>catalog.json</c> and <c>package-lock.json</c>.</summary>
    public static string Circuits => Path.Combine(Root, "circuits");

    /// <summary>The forge project, with <c>foundry.toml</c> and <c>package-lock.json</c>.</summary>
    public static string Contracts => Path.Combine(Root, "contracts");

    /// <summary>The first-use cache: compiled circuits, development keys, generators. Safe to delete.</summary>
    public static string Cache => Environment.GetEnvironmentVariable("FLZK_HOME") is { Length: > 0 } home
        ? Path.GetFullPath(home)
        : Path.Combine(Root, ".flzk");

    private static string FindRoot()
    {
        if (Environment.GetEnvironmentVariable("FLZK_ROOT") is { Length: > 0 } told)
        {
            string root = Path.GetFullPath(told);
            return IsRoot(root)
                ? root
                : throw new DirectoryNotFoundException($"FLZK_ROOT is {told}, but there is no circuits/catalog.json in it.");
        }

        foreach (string start in (string[])[AppContext.BaseDirectory, Environment.CurrentDirectory])
        {
            for (DirectoryInfo? at = new(start); at is not null; at = at.Parent)
            {
                if (IsRoot(at.FullName)) return at.FullName;
            }
        }

        throw new DirectoryNotFoundException(
            "No FlZk checkout was found above the program or the current directory; set FLZK_ROOT to its folder.");
    }

    private static bool IsRoot(string folder) => File.Exists(Path.Combine(folder, "circuits", "catalog.json"));
}
