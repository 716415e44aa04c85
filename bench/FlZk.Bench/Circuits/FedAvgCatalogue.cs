using FlZk.Circuits.Catalog;
using FlZk.Platform;
using FlZk.Platform.Files;

namespace FlZk.Bench.Circuits;

/// <summary>Catalogue entries of the project's circuit for sizes that the project's own catalogue does not have.</summary>
internal static class FedAvgCatalogue
{
    private const int ValueBits = 24;
    private const int WeightBits = 20;

    /// <summary>The circuit for <paramref name="parameters"/> parameters.</summary>
    /// <param name="parameters">K.</param>
    /// <param name="folder">Receives a catalogue beside a copy of the circuit's sources.</param>
    public static CircuitInstance Instance(int parameters, string folder)
    {
        string name = $"fedavg-{parameters}";
        CircuitInstance? known = CircuitCatalog.Read().Instances.FirstOrDefault(instance => instance.Name == name);
        if (known is not null) return known;

        Copy(CircuitSource.FedAvgFile, folder);
        foreach (string part in Directory.EnumerateFiles(Path.Combine(ProjectLayout.Circuits, "lib"), "*.circom"))
            Copy(Path.Combine("lib", Path.GetFileName(part)), folder);
        string catalogue = Path.Combine(folder, $"{name}.json");
        AtomicFile.WriteAllText(catalogue, Entry(name, parameters));
        return CircuitCatalog.Read(catalogue)[name];
    }

    private static void Copy(string file, string folder) =>
        AtomicFile.WriteAllBytes(Path.Combine(folder, file), File.ReadAllBytes(Path.Combine(ProjectLayout.Circuits, file)));

    private static string Entry(string name, int k) => $$"""
        {
          "schema": "flzk/catalog/1",
          "instances": [
            {
              "name": "{{name}}", "file": "{{CircuitSource.FedAvgFile}}", "template": "FedAvg",
              "arguments": [{{k}}, {{ValueBits}}, {{WeightBits}}],
              "chunkSize": {{k}}, "valueBits": {{ValueBits}}, "weightBits": {{WeightBits}},
              "constraints": {{((ValueBits + WeightBits + 1) * k) + WeightBits + 2}},
              "publicSignals": [
                { "name": "y", "kind": "vector", "length": {{k}}, "commitment": "model", "output": true },
                { "name": "ctx", "kind": "scalar" },
                { "name": "W", "kind": "scalar" },
                { "name": "s", "kind": "vector", "length": {{k}}, "commitment": "sum" },
                { "name": "rhoS", "kind": "blinding", "commitment": "sum" },
                { "name": "rhoY", "kind": "blinding", "commitment": "model" },
                { "name": "blind", "kind": "mask" }
              ]
            }
          ]
        }
        """;
}
