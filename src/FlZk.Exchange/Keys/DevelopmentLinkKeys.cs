using System.Text;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Circuits.Keys;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Exchange.Keys;

/// <summary>The circuit key, link key and generators of an instance, made on first use from public seeds: for local chains only.</summary>
/// <param name="Groth16">The circuit key.</param>
/// <param name="Generators">The commitment generators.</param>
/// <param name="Link">The link key.</param>
/// <param name="Circuit">The circuit's files.</param>
/// <param name="File">The link key's file.</param>
internal sealed record DevelopmentLinkKeys(
    ProvingKey Groth16, PedersenGenerators Generators, LinkProvingKey Link, CircuitKeys Circuit, string File)
{
    /// <summary>Gives the keys, from the first-use cache when they are there. Safe across processes.</summary>
    /// <param name="instance">The circuit instance.</param>
    /// <param name="shape">d, K and the statement.</param>
    /// <param name="relate">The statement's relation under a circuit key.</param>
    /// <param name="progress">Told of compiling, key generation, generators.</param>
    /// <param name="cancellation">Stops; nothing half-made is left behind.</param>
    /// <exception cref="FileFormatException">The circuit does not compile.</exception>
    /// <exception cref="Platform.Processes.ProcessFailedException">Node.js or npm is missing or failed.</exception>
    /// <exception cref="IOException">The cache could not be read or written.</exception>
    public static async Task<DevelopmentLinkKeys> EnsureAsync(
        CircuitInstance instance,
        LinkShape shape,
        Func<VerificationKey, PedersenGenerators, LinkShape, LinkRelation> relate,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellation)
    {
        CircuitKeys circuit = await new DevelopmentKeys(new CircuitCompiler()).EnsureAsync(
            instance, progress, cancellation).ConfigureAwait(false);
        return await Task.Run(() => Ensure(instance, circuit, shape, relate, progress, cancellation), cancellation).ConfigureAwait(false);
    }

    private static DevelopmentLinkKeys Ensure(
        CircuitInstance instance,
        CircuitKeys circuit,
        LinkShape shape,
        Func<VerificationKey, PedersenGenerators, LinkShape, LinkRelation> relate,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellation)
    {
        int dimension = shape.Dimension;
        ProvingKey key = ProvingKey.Read(circuit.ProvingKey, progress, cancellation);
        PedersenGenerators generators = PedersenGenerators.LoadOrDerive(ProjectLayout.Cache, dimension, progress, cancellation);
        string file = Path.Combine(Path.GetDirectoryName(circuit.ProvingKey)!, $"{instance.Name}-{dimension}.marked.flzklink");
        using CrossProcessLock held = CrossProcessLock.Acquire(
            file + ".lock", () => progress?.Report(new WorkProgress("waiting for another process to make a link key")), cancellation);
        if (!System.IO.File.Exists(file))
        {
            progress?.Report(new WorkProgress($"making a development link key for {dimension} parameters (once)"));
            byte[] seed = Encoding.UTF8.GetBytes($"FlZk/v1/development/link/{instance.Name}/{dimension}");
            LinkSetup.Development(relate(key.VerificationKey, generators, shape), seed, progress, cancellation).Write(file);
        }

        LinkProvingKey link = LinkProvingKey.Read(file, shape.Statement);
        progress?.Report(new WorkProgress("checking the link key"));
        return new DevelopmentLinkKeys(key, generators, link, circuit, file);
    }
}
