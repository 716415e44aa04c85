using System.Globalization;
using System.Text;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Circuits.Keys;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Platform.Processes;
using FlZk.Statements;

namespace FlZk.Exchange.Keys;

/// <summary>All that proving rounds of one model length takes: the compiled circuit and its keys, the link key, the generators.</summary>
/// <param name="Circuit">The circuit and the files of its keys.</param>
/// <param name="Proving">The keys, checked and put together; <see cref="FedAvgProvingKeys.Verification"/> is what a verifier contract is made with.</param>
public sealed record RoundKeys(CircuitKeys Circuit, FedAvgProvingKeys Proving)
{
    /// <summary>Makes development keys, or takes them from the first-use cache: the same for everybody, so anyone can forge under them.</summary>
    /// <param name="instance">The circuit.</param>
    /// <param name="dimension">d, parameters of the models.</param>
    /// <param name="compiler">Compiles circuits; null for the checkout's own.</param>
    /// <param name="progress">Told of everything that takes time on first use.</param>
    /// <param name="cancellation">Stops; nothing half-made is left behind.</param>
    /// <exception cref="KeyException">The cached keys do not belong together.</exception>
    /// <exception cref="FileFormatException">The circuit does not compile, or a cached key is damaged.</exception>
    /// <exception cref="ProcessFailedException">Node.js or npm is missing or failed.</exception>
    public static async Task<RoundKeys> DevelopmentAsync(
        CircuitInstance instance,
        int dimension,
        CircuitCompiler? compiler = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        compiler ??= new CircuitCompiler();
        CircuitKeys circuit = await new DevelopmentKeys(compiler).EnsureAsync(instance, progress, cancellation).ConfigureAwait(false);
        return await Task.Run(
            () =>
            {
                ProvingKey groth16 = ProvingKey.Read(circuit.ProvingKey, progress, cancellation);
                PedersenGenerators generators = PedersenGenerators.LoadOrDerive(compiler.CacheFolder, dimension, progress, cancellation);
                var relation = new FedAvgLinkRelation(groth16.VerificationKey, generators, new LinkShape(dimension, instance.ChunkSize));
                LinkProvingKey link = LinkKey(circuit, compiler.CacheFolder, relation, progress, cancellation);
                var parameters = new FedAvgParameters(instance.ChunkSize, instance.ValueBits, instance.WeightBits);
                return new RoundKeys(circuit, new FedAvgProvingKeys(circuit.ProvingKey, groth16, parameters, link, generators));
            },
            cancellation).ConfigureAwait(false);
    }

    private static LinkProvingKey LinkKey(
        CircuitKeys circuit, string cache, FedAvgLinkRelation relation, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"link-{relation.Shape.Dimension}-{relation.Fingerprint.ToString()[2..18]}.key");
        string file = Path.Combine(Path.GetDirectoryName(circuit.ProvingKey)!, name);
        if (File.Exists(file)) return LinkProvingKey.Read(file);
        using CrossProcessLock held = CrossProcessLock.Acquire(
            Path.Combine(cache, "locks", name + ".lock"),
            () => progress?.Report(new WorkProgress("waiting for another process to make the link key")),
            cancellation);
        if (File.Exists(file)) return LinkProvingKey.Read(file);
        string seed = string.Create(CultureInfo.InvariantCulture, $"FlZk/v1/development/link/{circuit.Circuit.Instance.Name}/{relation.Shape.Dimension}");
        LinkProvingKey key = LinkSetup.Development(relation, Encoding.UTF8.GetBytes(seed), progress, cancellation);
        key.Write(file);
        return key;
    }
}
