using System.Text.Json;
using FlZk.Circuits.Catalog;
using FlZk.Cli.Commands.Circuits;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Cli.Commands.Statements;

/// <summary>A folder of keys as <c>flzk setup</c> leaves it and <c>flzk prove</c> takes it; the formats are
/// snarkjs's where snarkjs has one.</summary>
/// <param name="folder">The folder.</param>
internal sealed class KeyFolder(string folder)
{
    private const string Schema = "flzk/key-folder/1";

    public string ProvingKey => Path.Combine(folder, "circuit.zkey");

    public string VerificationKey => Path.Combine(folder, "circuit.vkey.json");

    public string LinkKey => Path.Combine(folder, "link.flzklink");

    public string LinkedKey => Path.Combine(folder, "linked-key.json");

    public string KeyBlob => Path.Combine(folder, "linked-key.bin");

    private string Manifest => Path.Combine(folder, "keys.json");

    /// <summary>Writes what the folder is for; the last file, so that it vouches for the others.</summary>
    public static void WriteManifest(KeyFolder keys, string circuit, int parameters) =>
        AtomicFile.WriteAllText(keys.Manifest, JsonSerializer.Serialize(new { schema = Schema, circuit, parameters }) + "\n");

    /// <summary>Reads and checks all keys.</summary>
    /// <exception cref="FileFormatException">A file is missing or malformed.</exception>
    /// <exception cref="KeyException">A key is unsafe, or they do not belong together.</exception>
    public (FedAvgProvingKeys Keys, CircuitInstance Instance) Open(IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        (string name, int parameters) = ReadManifest();
        CircuitInstance instance = CircuitOptions.Find(name);
        FlZk.Groth16.ProvingKey key = FlZk.Groth16.ProvingKey.Read(ProvingKey, progress, cancellation);
        LinkProvingKey link = LinkProvingKey.Read(LinkKey);
        if (link.Shape.Dimension != parameters)
        {
            throw new KeyException(
                $"{LinkKey} is for models of {link.Shape.Dimension} parameters, {Manifest} speaks of {parameters}: the files are of "
                + $"different setups.");
        }

        PedersenGenerators generators = PedersenGenerators.LoadOrDerive(ProjectLayout.Cache, parameters, progress, cancellation);
        progress?.Report(new WorkProgress("checking the keys"));
        return (new FedAvgProvingKeys(ProvingKey, key, new FedAvgParameters(instance.ChunkSize, instance.ValueBits, instance.WeightBits),
            link, generators), instance);
    }

    private (string Circuit, int Parameters) ReadManifest()
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Manifest));
            JsonElement root = document.RootElement;
            if (root.GetProperty("schema").GetString() == Schema)
                return (root.GetProperty("circuit").GetString()!, root.GetProperty("parameters").GetInt32());
        }
        catch (Exception malformed)
            when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FileFormatException(Manifest, "this is not the manifest of a key folder", inner: malformed);
        }

        throw new FileFormatException(Manifest, $"the schema is not '{Schema}'");
    }
}
