using FlZk.Bn254;
using FlZk.Platform;
using FlZk.Platform.Files;

namespace FlZk.Groth16;

/// <summary>A Groth16 proving key, as in a .zkey file. Immutable; safe to share between threads: load it once, prove many times.</summary>
/// <remarks>Dispose of a mapped key when no proof will begin any more; proofs under way keep what they need. For a copied key disposing
/// does nothing.</remarks>
public sealed class ProvingKey : IDisposable
{
    private readonly ProvingKeySource? _source;
    private volatile bool _sound;

    internal ProvingKey(
        ProvingKeyHeader header,
        SparseMatrix a,
        SparseMatrix b,
        ReadOnlyMemory<G1Affine> pointsA,
        ReadOnlyMemory<G1Affine> pointsB1,
        ReadOnlyMemory<G2Affine> pointsB2,
        ReadOnlyMemory<G1Affine> pointsC,
        ReadOnlyMemory<G1Affine> pointsH,
        ProvingKeySource? source = null)
    {
        Header = header;
        A = a;
        B = b;
        PointsA = pointsA;
        PointsB1 = pointsB1;
        PointsB2 = pointsB2;
        PointsC = pointsC;
        PointsH = pointsH;
        _source = source;
    }

    /// <summary>All but the large arrays.</summary>
    public ProvingKeyHeader Header { get; }

    /// <summary>The verifier's part.</summary>
    public VerificationKey VerificationKey => Header.VerificationKey;

    /// <summary>Wires of the circuit, the constant one included.</summary>
    public int WireCount => Header.WireCount;

    /// <summary>Public signals of the circuit.</summary>
    public int PublicCount => Header.PublicCount;

    /// <summary>Size of the evaluation domain, a power of two.</summary>
    public int DomainSize => Header.DomainSize;

    /// <summary>The phase-2 contributions, oldest first.</summary>
    public IReadOnlyList<Contribution> Contributions => Header.Contributions;

    /// <summary>Where the key's secrets came from, as its records say.</summary>
    public KeyOrigin Origin => Header.Origin;

    /// <summary>Whether a converted key was used: see <see cref="ProvingKeyOptions.UseConverted"/>.</summary>
    public bool IsFromConverted => _source?.IsFromConverted ?? false;

    /// <summary>Row-wise A of the constraint system, with one more row per public signal and the constant.</summary>
    internal SparseMatrix A { get; }

    /// <summary>Row-wise B of the constraint system.</summary>
    internal SparseMatrix B { get; }

    /// <summary>[A_s(tau)]1 per wire s.</summary>
    internal ReadOnlyMemory<G1Affine> PointsA { get; }

    /// <summary>[B_s(tau)]1 per wire s.</summary>
    internal ReadOnlyMemory<G1Affine> PointsB1 { get; }

    /// <summary>[B_s(tau)]2 per wire s.</summary>
    internal ReadOnlyMemory<G2Affine> PointsB2 { get; }

    /// <summary>[(beta A_s(tau) + alpha B_s(tau) + C_s(tau)) / delta]1 per private wire s.</summary>
    internal ReadOnlyMemory<G1Affine> PointsC { get; }

    /// <summary>[L_(2i+1)(tau) / delta]1, L being the Lagrange basis of the domain of twice the size.</summary>
    internal ReadOnlyMemory<G1Affine> PointsH { get; }

    /// <summary>Opens a .zkey file. Every point is checked to be on its curve, those of the verification key to be in their subgroup
    /// too; with a converted key this was done when it was saved.</summary>
    /// <param name="path">The file, of snarkjs or of this project.</param>
    /// <param name="options">Memory, converted key, threads; null for a copy without a converted key, on all cores.</param>
    /// <param name="progress">Told how much of the file is read.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="FileFormatException">Not such a file, damaged, of another protocol or curve.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ProvingKey Open(
        string path,
        ProvingKeyOptions? options = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default) =>
        ProvingKeyFile.Open(path, options ?? new ProvingKeyOptions(), progress, cancellation);

    /// <summary>Reads a whole .zkey file into memory, checking every point: <see cref="Open"/> with the default options.</summary>
    /// <inheritdoc cref="Open"/>
    public static ProvingKey Read(string path, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default) =>
        Open(path, null, progress, cancellation);

    /// <summary>Reads a .zkey file without its large arrays: milliseconds whatever the file's size.</summary>
    /// <exception cref="FileFormatException">Not such a file, damaged, of another protocol or curve.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ProvingKeyHeader ReadHeader(string path) => ProvingKeyFile.ReadHeader(path);

    /// <summary>Writes a .zkey file, atomically.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path) => ProvingKeyFile.Write(path, this);

    /// <summary>
    /// Leaves what opening this key cost beside its file, so that <see cref="ProvingKeyOptions.UseConverted"/> spares it next time: the
    /// coefficients in the form they are used in, and the word that the points are on their curves. In a folder that cannot be written it
    /// goes to the user's cache folder instead.
    /// </summary>
    /// <returns>The file written; null when there was nothing to do (the key is not of a file, or was opened from a converted key) or
    /// nowhere to write, or when the file has changed since or just before the key was opened.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public string? SaveConverted(CancellationToken cancellation = default) =>
        _source is { IsFromConverted: false } ? ConvertedKey.Save(_source, this, cancellation) : null;

    /// <summary>Requires a key under which nobody can forge by construction; see
    /// <see cref="KeyInspection.RequireSound(ProvingKeyHeader)"/>. Checked once.</summary>
    /// <exception cref="KeyException">The key is unsafe.</exception>
    public void RequireSound()
    {
        if (_sound) return;
        KeyInspection.RequireSound(Header);
        _sound = true;
    }

    /// <inheritdoc/>
    public void Dispose() => _source?.Dispose();

    /// <summary>Keeps the key's memory until the result is disposed of.</summary>
    /// <exception cref="ObjectDisposedException">The key has been disposed of.</exception>
    /// <exception cref="IOException">The mapped file has changed since it was opened.</exception>
    internal IDisposable? Hold() => _source?.Hold();
}
