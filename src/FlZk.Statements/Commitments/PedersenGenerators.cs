using System.Buffers.Binary;
using System.Text;
using FlZk.Bn254;
using FlZk.Platform;

namespace FlZk.Statements;

/// <summary>The generators of the vector commitment: G_0, G_1, ... for the values and H for the blinding.</summary>
/// <remarks>
/// Each is hashed to the curve (RFC 9380, BN254 G1, Shallue-van de Woestijne, SHA-256, random oracle variant), so nobody knows a linear
/// relation between them and the commitment is binding without any ceremony. Derivation takes several microseconds a generator;
/// <see cref="LoadOrDerive"/> keeps the result on disk.
/// </remarks>
public sealed class PedersenGenerators
{
    /// <summary>Domain separation tag of the value generators; the message is the index as 8 bytes, big-endian.</summary>
    public const string ValueDomain = "FlZk/v1/generator/BN254G1_XMD:SHA-256_SVDW_RO_";

    /// <summary>Domain separation tag of the blinding generator; the message is empty.</summary>
    public const string BlindingDomain = "FlZk/v1/blinding/BN254G1_XMD:SHA-256_SVDW_RO_";

    private const int BlockLength = 256;

    private static readonly byte[] ValueTag = Encoding.ASCII.GetBytes(ValueDomain);
    private static readonly Lazy<G1Affine> LazyBlinding = new(() => HashToCurve.HashToG1([], Encoding.ASCII.GetBytes(BlindingDomain)));

    private readonly G1Affine[] _values;

    private PedersenGenerators(G1Affine[] values) => _values = values;

    /// <summary>The number of value generators.</summary>
    public int Count => _values.Length;

    /// <summary>G_0 .. G_(Count-1).</summary>
    public ReadOnlyMemory<G1Affine> Values => _values;

    /// <summary>H.</summary>
    public G1Affine Blinding { get; } = LazyBlinding.Value;

    /// <summary>G_j.</summary>
    /// <param name="index">j, not negative.</param>
    public static G1Affine ValueGenerator(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        Span<byte> message = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(message, index);
        return HashToCurve.HashToG1(message, ValueTag);
    }

    /// <summary>Derives the first <paramref name="count"/> generators, on all cores.</summary>
    /// <param name="count">How many value generators.</param>
    /// <param name="progress">Told of generators done.</param>
    /// <param name="cancellation">Stops the derivation.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PedersenGenerators Derive(int count, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var values = new G1Affine[count];
        DeriveInto(values, 0, progress, cancellation);
        return new PedersenGenerators(values);
    }

    /// <summary>Takes the generators from a cache in <paramref name="folder"/>, deriving and storing them when it has fewer.</summary>
    /// <remarks>
    /// A cache whose digest is wrong, or of which freshly re-derived samples differ, is thrown away and made again. The folder must be
    /// writable by its owner alone: whoever can plant generators of his own choosing can break binding.
    /// </remarks>
    /// <param name="folder">The cache folder; created as needed.</param>
    /// <param name="count">How many value generators.</param>
    /// <param name="progress">Told of generators derived.</param>
    /// <param name="cancellation">Stops waiting and deriving.</param>
    /// <exception cref="IOException">The cache could not be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PedersenGenerators LoadOrDerive(
        string folder, int count, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        G1Affine[] values = GeneratorCache.Load(
            folder, count, (all, from) => DeriveInto(all, from, progress, cancellation), cancellation);
        return new PedersenGenerators(values);
    }

    /// <summary>The first <paramref name="count"/> of these generators.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    public PedersenGenerators Take(int count) => count == Count ? this : new PedersenGenerators(_values.AsSpan(0, count).ToArray());

    private static void DeriveInto(G1Affine[] values, int first, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        int count = values.Length - first;
        int blocks = (count + BlockLength - 1) / BlockLength;
        long done = 0;
        Parallel.For(0, blocks, new ParallelOptions { CancellationToken = cancellation }, block =>
        {
            int from = first + (block * BlockLength);
            int length = Math.Min(BlockLength, values.Length - from);
            Span<byte> messages = stackalloc byte[BlockLength * sizeof(long)];
            for (int j = 0; j < length; j++) BinaryPrimitives.WriteInt64BigEndian(messages[(j * sizeof(long))..], from + j);
            HashToCurve.HashToG1(messages[..(length * sizeof(long))], ValueTag, values.AsSpan(from, length));
            progress?.Report(new WorkProgress("commitment generators", Interlocked.Add(ref done, length), count));
        });
    }
}
