using FlZk.Platform;
using FlZk.Platform.Files;

namespace FlZk.Circuits.Catalog;

/// <summary>The circuits there are. <c>circuits/catalog.json</c> is the one place that says so.</summary>
public sealed class CircuitCatalog
{
    private readonly Dictionary<string, CircuitInstance> _byName;

    internal CircuitCatalog(string path, IReadOnlyList<CircuitInstance> instances)
    {
        Path = path;
        Instances = instances;
        _byName = instances.ToDictionary(instance => instance.Name, StringComparer.Ordinal);
    }

    /// <summary>The catalogue's file.</summary>
    public string Path { get; }

    /// <summary>All entries, in the file's order.</summary>
    public IReadOnlyList<CircuitInstance> Instances { get; }

    /// <summary>The entry of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists what there is.</exception>
    public CircuitInstance this[string name] => _byName.TryGetValue(name, out CircuitInstance? found)
        ? found
        : throw new KeyNotFoundException($"There is no circuit {name} in {Path}; there are {string.Join(", ", _byName.Keys)}.");

    /// <summary>Reads a catalogue.</summary>
    /// <param name="path">The file; null for the checkout's own. Sources are looked for beside it.</param>
    /// <exception cref="FileFormatException">The file is no catalogue; the message names the entry and the property.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CircuitCatalog Read(string? path = null)
    {
        string file = System.IO.Path.GetFullPath(path ?? System.IO.Path.Combine(ProjectLayout.Circuits, "catalog.json"));
        return new CatalogReader(file).Read(File.ReadAllBytes(file));
    }
}
