using System.Text.Json;
using FlZk.Circuits.Catalog;
using FlZk.Cli.Commands.Circuits;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Cli.Commands.Statements;

/// <summary>A folder of keys as <c>flzk setup</c> leaves it and the commands that prove take it, for rounds or for single contributions;
/// the formats are snarkjs's where snarkjs has one.</summary>
internal sealed class KeyFolder
{
    private const string Schema = "flzk/key-folder/1";
    private const string RoundKey = "linked-key";
    private const string ContributionKey = "contribution-key";

    private readonly string _folder;
    private readonly string _key;

    /// <summary>A folder of keys for rounds.</summary>
    /// <param name="folder">The folder.</param>
    public KeyFolder(string folder)
        : this(folder, RoundKey)
    {
    }

    private KeyFolder(string folder, string key)
    {
        _folder = folder;
        _key = key;
    }

    public string ProvingKey => Path.Combine(_folder, "circuit.zkey");

    public string VerificationKey => Path.Combine(_folder, "circuit.vkey.json");

    public string LinkKey => Path.Combine(_folder, "link.flzklink");

    /// <summary>The statement's verification key as JSON.</summary>
    public string KeyJson => Path.Combine(_folder, _key + ".json");

    /// <summary>The statement's verification key as a verifier contract's argument.</summary>
    public string KeyBlob => Path.Combine(_folder, _key + ".bin");

    private string Manifest => Path.Combine(_folder, "keys.json");

    /// <summary>The folder for a circuit's keys.</summary>
    public static KeyFolder For(string folder, CircuitInstance instance) =>
        new(folder, CircuitOptions.StatementOf(instance) == LinkedStatement.FedAvg ? RoundKey : ContributionKey);

    /// <summary>Writes all keys; the manifest comes last, so that it vouches for the others.</summary>
    /// <exception cref="IOException">A file could not be written.</exception>
    public void Save(
        string provingKey, string verificationKey, LinkProvingKey link, LinkedKey key, CircuitInstance instance, int parameters)
    {
        AtomicFile.Write(ProvingKey, stream =>
        {
            using FileStream source = File.OpenRead(provingKey);
            source.CopyTo(stream);
        });
        AtomicFile.WriteAllText(VerificationKey, verificationKey);
        link.Write(LinkKey);
        key.WriteJson(KeyJson);
        AtomicFile.WriteAllBytes(KeyBlob, key.ToBlob());
        AtomicFile.WriteAllText(
            Manifest, JsonSerializer.Serialize(new { schema = Schema, circuit = instance.Name, parameters }) + "\n");
    }

    /// <summary>Reads and checks keys for rounds.</summary>
    /// <exception cref="FileFormatException">A file is missing or malformed.</exception>
    /// <exception cref="KeyException">A key is unsafe, or they do not belong together.</exception>
    public (FedAvgProvingKeys Keys, CircuitInstance Instance) Open(IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        (CircuitInstance instance, ProvingKey key, LinkProvingKey link, PedersenGenerators generators) = Read(
            LinkedStatement.FedAvg, progress, cancellation);
        return (new FedAvgProvingKeys(ProvingKey, key, CircuitOptions.FedAvgOf(instance), link, generators), instance);
    }

    /// <summary>Reads and checks keys for single contributions.</summary>
    /// <inheritdoc cref="Open"/>
    public (BoundedUpdateProvingKeys Keys, CircuitInstance Instance) OpenContribution(
        IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        (CircuitInstance instance, ProvingKey key, LinkProvingKey link, PedersenGenerators generators) = Read(
            LinkedStatement.BoundedUpdate, progress, cancellation);
        return (new BoundedUpdateProvingKeys(ProvingKey, key, CircuitOptions.BoundedUpdateOf(instance), link, generators), instance);
    }

    /// <summary>Reads and checks keys of whichever statement, and requires the folder's verification key, in both forms, to be
    /// theirs.</summary>
    /// <inheritdoc cref="Open"/>
    public LinkedKey OpenChecked(IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        bool rounds = _key == RoundKey;
        LinkedKey key = rounds
            ? Open(progress, cancellation).Keys.Verification
            : OpenContribution(progress, cancellation).Keys.Verification;
        LinkedKey written = rounds ? LinkedVerificationKey.ReadJson(KeyJson) : BoundedUpdateVerificationKey.ReadJson(KeyJson);
        if (key.KeyId != written.KeyId) throw new KeyException($"{KeyJson} is not the key of {ProvingKey} and {LinkKey}.");
        if (!File.ReadAllBytes(KeyBlob).AsSpan().SequenceEqual(key.ToBlob()))
            throw new KeyException($"{KeyBlob} is not the key of {ProvingKey} and {LinkKey}.");
        return key;
    }

    private (CircuitInstance Instance, ProvingKey Key, LinkProvingKey Link, PedersenGenerators Generators) Read(
        LinkedStatement statement, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        (string name, int parameters) = ReadManifest();
        CircuitInstance instance = CircuitOptions.Find(name);
        if (CircuitOptions.StatementOf(instance) != statement)
        {
            throw new KeyException(statement == LinkedStatement.FedAvg
                ? $"{_folder} holds keys of {name}, for contribution proofs; keys for rounds are needed here."
                : $"{_folder} holds keys of {name}, for rounds; keys for contribution proofs ('flzk setup --circuit bounded-...') are "
                    + "needed here.");
        }

        FlZk.Groth16.ProvingKey key = FlZk.Groth16.ProvingKey.Read(ProvingKey, progress, cancellation);
        LinkProvingKey link = LinkProvingKey.Read(LinkKey, statement);
        if (link.Shape.Dimension != parameters)
        {
            throw new KeyException(
                $"{LinkKey} is for models of {link.Shape.Dimension} parameters, {Manifest} speaks of {parameters}: the files are of "
                + $"different setups.");
        }

        PedersenGenerators generators = PedersenGenerators.LoadOrDerive(ProjectLayout.Cache, parameters, progress, cancellation);
        progress?.Report(new WorkProgress("checking the keys"));
        return (instance, key, link, generators);
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
