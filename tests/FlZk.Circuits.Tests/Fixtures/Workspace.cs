using System.Runtime.CompilerServices;
using FlZk.Circuits.Catalog;
using FlZk.Platform;

namespace FlZk.Circuits.Tests.Fixtures;

/// <summary>A temporary copy of the circuits' sources with a catalogue of its own, in which a test may change what it likes.</summary>
internal sealed class Workspace : IDisposable
{
    public Workspace(string catalog)
    {
        Folder = Directory.CreateTempSubdirectory("flzk-circuits-").FullName;
        Directory.CreateDirectory(Path.Combine(Folder, "lib"));
        foreach (string file in Directory.GetFiles(ProjectLayout.Circuits, "*.circom"))
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        foreach (string file in Directory.GetFiles(Path.Combine(ProjectLayout.Circuits, "lib"), "*.circom"))
        {
            File.Copy(file, Path.Combine(Folder, "lib", Path.GetFileName(file)));
        }

        File.WriteAllText(Path.Combine(Folder, "catalog.json"), catalog);
    }

    public string Folder { get; }

    /// <summary>A cache in the workspace, gone with it.</summary>
    public string Cache => Path.Combine(Folder, "cache");

    public CircuitCatalog Catalog => CircuitCatalog.Read(Path.Combine(Folder, "catalog.json"));

    public string Library(string template) => Path.Combine(Folder, "lib", template + ".circom");

    /// <summary>The folder of weakened templates beside this project's sources.</summary>
    public static string WeakenedFolder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "Weakened");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
