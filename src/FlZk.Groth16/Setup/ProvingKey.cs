using FlZk.Bn254;
using FlZk.Platform;

namespace FlZk.Groth16;

/// <summary>A Groth16 proving key, as in a .zkey file. Immutable; safe to share between threads.</summary>
public sealed class ProvingKey
{
    private volatile bool _sound;

    internal ProvingKey(
        ProvingKeyHeader header,
        SparseMatrix a,
        SparseMatrix b,
        G1Affine[] pointsA,
        G1Affine[] pointsB1,
        G2Affine[] pointsB2,
        G1Affine[] pointsC,
        G1Affine[] pointsH)
    {
        Header = header;
        A = a;
        B = b;
        PointsA = pointsA;
        PointsB1 = pointsB1;
        PointsB2 = pointsB2;
        PointsC = pointsC;
        PointsH = pointsH;
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

    /// <summary>Row-wise A of the constraint system, with one more row per public signal and the constant.</summary>
    internal SparseMatrix A { get; }

    /// <summary>Row-wise B of the constraint system.</summary>
    internal SparseMatrix B { get; }

    /// <summary>[A_s(tau)]1 per wire s.</summary>
    internal G1Affine[] PointsA { get; }

    /// <summary>[B_s(tau)]1 per wire s.</summary>
    internal G1Affine[] PointsB1 { get; }

    /// <summary>[B_s(tau)]2 per wire s.</summary>
    internal G2Affine[] PointsB2 { get; }

    /// <summary>[(beta A_s(tau) + alpha B_s(tau) + C_s(tau)) / delta]1 per private wire s.</summary>
    internal G1Affine[] PointsC { get; }

    /// <summary>[L_(2i+1)(tau) / delta]1, L being the Lagrange basis of the domain of twice the size.</summary>
    internal G1Affine[] PointsH { get; }

    /// <summary>Reads a whole .zkey file. Every point is checked to be on its curve, those of the
    /// verification key to be in their subgroup too.</summary>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">Not such a file, damaged, of another protocol or curve.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ProvingKey Read(string path, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default) =>
        ProvingKeyFile.Read(path, progress, cancellation);

    /// <summary>Reads a .zkey file without its large arrays: milliseconds whatever the file's size.</summary>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">Not such a file, damaged, of another protocol or curve.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ProvingKeyHeader ReadHeader(string path) => ProvingKeyFile.ReadHeader(path);

    /// <summary>Writes a .zkey file, atomically.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path) => ProvingKeyFile.Write(path, this);

    /// <summary>Requires a key under which nobody can forge by construction; see
    /// <see cref="KeyInspection.RequireSound(ProvingKeyHeader)"/>. Checked once.</summary>
    /// <exception cref="KeyException">The key is unsafe.</exception>
    public void RequireSound()
    {
        if (_sound) return;
        KeyInspection.RequireSound(Header);
        _sound = true;
    }
}
