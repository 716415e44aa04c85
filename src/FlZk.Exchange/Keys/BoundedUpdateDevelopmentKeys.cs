using System.Text;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Circuits.Keys;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Exchange.Keys;

/// <summary>Everything that proving bounded updates of one length takes, made on first use from public seeds: for local chains
/// only.</summary>
public static class BoundedUpdateDevelopmentKeys
{
    /// <summary>Gives the keys, from the first-use cache when they are there. Safe across processes.</summary>
    /// <param name="instance">The circuit instance.</param>
    /// <param name="dimension">d, values of an update; an update longer than the circuit's chunk is cut into several.</param>
    /// <param name="progress">Told of compiling, key generation, generators.</param>
    /// <param name="cancellation">Stops; nothing half-made is left behind.</param>
    /// <returns>The checked keys, the circuit's files, and the link key's file.</returns>
    /// <exception cref="FileFormatException">The circuit does not compile.</exception>
    /// <exception cref="Platform.Processes.ProcessFailedException">Node.js or npm is missing or failed.</exception>
    /// <exception cref="IOException">The cache could not be read or written.</exception>
    public static async Task<(BoundedUpdateProvingKeys Keys, CircuitKeys Circuit, string LinkKey)> EnsureAsync(
        CircuitInstance instance, int dimension, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        CircuitKeys circuit = await new DevelopmentKeys(new CircuitCompiler()).EnsureAsync(
            instance, progress, cancellation).ConfigureAwait(false);
        return await Task.Run(() => Link(instance, circuit, dimension, progress, cancellation), cancellation).ConfigureAwait(false);
    }

    private static (BoundedUpdateProvingKeys Keys, CircuitKeys Circuit, string LinkKey) Link(
        CircuitInstance instance, CircuitKeys circuit, int dimension, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ProvingKey key = ProvingKey.Read(circuit.ProvingKey, progress, cancellation);
        PedersenGenerators generators = PedersenGenerators.LoadOrDerive(ProjectLayout.Cache, dimension, progress, cancellation);
        var relation = new BoundedUpdateLinkRelation(
            key.VerificationKey, generators, new LinkShape(dimension, instance.ChunkSize, LinkedStatement.BoundedUpdate));
        string file = Path.Combine(Path.GetDirectoryName(circuit.ProvingKey)!, $"{instance.Name}-{dimension}.marked.flzklink");
        using CrossProcessLock held = CrossProcessLock.Acquire(
            file + ".lock", () => progress?.Report(new WorkProgress("waiting for another process to make a link key")), cancellation);
        if (!File.Exists(file))
        {
            progress?.Report(new WorkProgress($"making a development link key for {dimension} parameters (once)"));
            byte[] seed = Encoding.UTF8.GetBytes($"FlZk/v1/development/link/{instance.Name}/{dimension}");
            LinkSetup.Development(relation, seed, progress, cancellation).Write(file);
        }

        LinkProvingKey link = LinkProvingKey.Read(file, LinkedStatement.BoundedUpdate);
        var parameters = new BoundedUpdateParameters(instance.ChunkSize, instance.ValueBits, instance.NormBits);
        progress?.Report(new WorkProgress("checking the link key"));
        return (new BoundedUpdateProvingKeys(circuit.ProvingKey, key, parameters, link, generators), circuit, file);
    }
}
