using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Platform.Processes;

namespace FlZk.Circuits.Keys;

/// <summary>Groth16 keys for trying things out: made in one step from a seed everybody knows, kept in the first-use cache.</summary>
/// <remarks>Whoever knows the seed can forge proofs under these keys. Their files say so (<c>"origin": "development"</c>), and hosts refuse
/// them for chains that are not local.</remarks>
/// <param name="compiler">Compiles the circuits; its cache holds the keys too.</param>
public sealed class DevelopmentKeys(CircuitCompiler compiler)
{
    // Part of the cache's name: raise it when the key generator gives other keys for the same circuit and seed.
    private const int Generation = 1;

    /// <summary>Gives an instance's keys, making them on first use. Safe across threads and processes.</summary>
    /// <param name="instance">The catalogue's entry.</param>
    /// <param name="progress">Told of compiling and of key generation; silent on a cache hit.</param>
    /// <param name="cancellation">Stops; nothing half-made is left behind under the keys' names.</param>
    /// <exception cref="FileFormatException">The circuit does not compile.</exception>
    /// <exception cref="ProcessFailedException">Node.js or npm is missing or failed.</exception>
    public async Task<CircuitKeys> EnsureAsync(
        CircuitInstance instance, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        CircuitArtefacts circuit = await compiler.CompileAsync(instance, progress, cancellation).ConfigureAwait(false);
        string name = $"{instance.Name}-{circuit.Digest[..16]}-development-{Generation}";
        string folder = Path.Combine(compiler.CacheFolder, "keys", name);
        var keys = new CircuitKeys(
            circuit,
            Path.Combine(folder, $"{instance.Name}.zkey"),
            Path.Combine(folder, $"{instance.Name}.vkey.json"),
            Path.Combine(folder, "manifest.json"));

        // The manifest is written last, so it vouches for the others.
        if (AreThere(keys)) return keys;
        return await Task.Run(
            () =>
            {
                using CrossProcessLock held = CrossProcessLock.Acquire(
                    Path.Combine(compiler.CacheFolder, "locks", $"keys-{name}.lock"),
                    () => progress?.Report(new WorkProgress($"waiting for another process to make keys for {instance.Name}")),
                    cancellation);
                if (!AreThere(keys)) Make(keys, progress, cancellation);
                return keys;
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>The public seed of an instance's development keys.</summary>
    public static string Seed(CircuitInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return $"FlZk/v1/development/groth16/{instance.Name}";
    }

    private static bool AreThere(CircuitKeys keys) =>
        File.Exists(keys.Manifest) && File.Exists(keys.ProvingKey) && File.Exists(keys.VerificationKey);

    private static void Make(CircuitKeys keys, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        CircuitInstance instance = keys.Circuit.Instance;
        progress?.Report(new WorkProgress($"making development keys for {instance.Name} ({instance.ConstraintCount} constraints, once)"));
        ConstraintSystem constraints = ConstraintSystem.Read(keys.Circuit.ConstraintSystem, cancellation);
        ProvingKey key = DevelopmentSetup.Generate(constraints, Encoding.UTF8.GetBytes(Seed(instance)), progress, cancellation);
        key.Write(keys.ProvingKey);
        AtomicFile.WriteAllText(keys.VerificationKey, key.VerificationKey.ToJson());
        AtomicFile.Write(keys.Manifest, stream => WriteManifest(stream, keys));
    }

    private static void WriteManifest(Stream stream, CircuitKeys keys)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("schema", "flzk/keys/1");
        json.WriteString("origin", "development");
        json.WriteString("circuit", keys.Circuit.Instance.Name);
        json.WriteString("circuitDigest", keys.Circuit.Digest);
        json.WriteString("seed", Seed(keys.Circuit.Instance));
        json.WriteString("constraintSystemSha256", Sha256(keys.Circuit.ConstraintSystem));
        json.WriteString("provingKeySha256", Sha256(keys.ProvingKey));
        json.WriteString("verificationKeySha256", Sha256(keys.VerificationKey));
        json.WriteEndObject();
    }

    private static string Sha256(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
