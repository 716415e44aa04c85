using FlZk.Circuits.Catalog;
using FlZk.Circuits.Keys;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Exchange.Keys;

/// <summary>Everything that proving FedAvg for models of one length takes, made on first use from public seeds: for local chains
/// only.</summary>
public static class FedAvgDevelopmentKeys
{
    /// <summary>Gives the keys, from the first-use cache when they are there. Safe across processes.</summary>
    /// <param name="instance">The circuit instance.</param>
    /// <param name="dimension">d, parameters of the model; a model longer than the circuit's chunk is cut into several.</param>
    /// <param name="progress">Told of compiling, key generation, generators.</param>
    /// <param name="cancellation">Stops; nothing half-made is left behind.</param>
    /// <returns>The checked keys, the circuit's files, and the link key's file.</returns>
    /// <exception cref="FileFormatException">The circuit does not compile.</exception>
    /// <exception cref="Platform.Processes.ProcessFailedException">Node.js or npm is missing or failed.</exception>
    /// <exception cref="IOException">The cache could not be read or written.</exception>
    public static async Task<(FedAvgProvingKeys Keys, CircuitKeys Circuit, string LinkKey)> EnsureAsync(
        CircuitInstance instance, int dimension, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        DevelopmentLinkKeys made = await DevelopmentLinkKeys.EnsureAsync(
            instance,
            new LinkShape(dimension, instance.ChunkSize),
            static (key, generators, shape) => new FedAvgLinkRelation(key, generators, shape),
            progress,
            cancellation).ConfigureAwait(false);
        var parameters = new FedAvgParameters(instance.ChunkSize, instance.ValueBits, instance.WeightBits);
        var keys = await Task.Run(
            () => new FedAvgProvingKeys(made.Circuit.ProvingKey, made.Groth16, parameters, made.Link, made.Generators),
            cancellation).ConfigureAwait(false);
        return (keys, made.Circuit, made.File);
    }
}
