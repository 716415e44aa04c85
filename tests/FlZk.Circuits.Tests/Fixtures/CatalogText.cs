using System.Globalization;

namespace FlZk.Circuits.Tests.Fixtures;

/// <summary>Catalogue files for tests.</summary>
internal static class CatalogText
{
    public const string Head = """{ "schema": "flzk/catalog/1", "instances": [ """;

    public static string Of(params string[] entries) => $"{Head}{string.Join(", ", entries)} ] }}";

    public static string FedAvg(string name, int chunkSize, int valueBits, int weightBits, int? constraints = null) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        { "name": "{{name}}", "file": "fedavg.circom", "template": "FedAvg", "arguments": [{{chunkSize}}, {{valueBits}}, {{weightBits}}],
          "chunkSize": {{chunkSize}}, "valueBits": {{valueBits}}, "weightBits": {{weightBits}},
          "constraints": {{constraints ?? FedAvgConstraints(chunkSize, valueBits, weightBits)}},
          "publicSignals": [
            { "name": "y", "kind": "vector", "length": {{chunkSize}}, "commitment": "model", "output": true },
            { "name": "ctx", "kind": "scalar" },
            { "name": "W", "kind": "scalar" },
            { "name": "s", "kind": "vector", "length": {{chunkSize}}, "commitment": "sum" },
            { "name": "rhoS", "kind": "blinding", "commitment": "sum" },
            { "name": "rhoY", "kind": "blinding", "commitment": "model" },
            { "name": "blind", "kind": "mask" } ] }
        """);

    public static string BoundedUpdate(string name, int chunkSize, int valueBits, int normBits, int? constraints = null) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        { "name": "{{name}}", "file": "bounded_update.circom", "template": "BoundedUpdate",
          "arguments": [{{chunkSize}}, {{valueBits}}, {{normBits}}],
          "chunkSize": {{chunkSize}}, "valueBits": {{valueBits}}, "normBits": {{normBits}},
          "constraints": {{constraints ?? BoundedUpdateConstraints(chunkSize, valueBits, normBits)}},
          "publicSignals": [
            { "name": "accOut", "kind": "carry", "output": true },
            { "name": "ctx", "kind": "scalar" },
            { "name": "bound", "kind": "scalar" },
            { "name": "accIn", "kind": "carry" },
            { "name": "x", "kind": "vector", "length": {{chunkSize}}, "commitment": "update" },
            { "name": "rho", "kind": "blinding", "commitment": "update" },
            { "name": "blind", "kind": "mask" } ] }
        """);

    public static int BoundedUpdateConstraints(int chunkSize, int valueBits, int normBits) => ((valueBits + 1) * chunkSize) + normBits;

    public static int FedAvgConstraints(int chunkSize, int valueBits, int weightBits) =>
        ((valueBits + weightBits + 1) * chunkSize) + weightBits + 2;
}
