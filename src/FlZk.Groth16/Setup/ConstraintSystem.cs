namespace FlZk.Groth16;

/// <summary>
/// A rank-1 constraint system over the scalar field of BN254: for every row i, (A_i . w)(B_i . w) = C_i . w,
/// where w holds one value per wire.
/// </summary>
/// <remarks>Wire 0 is the constant one; then come public outputs, public inputs, private inputs and intermediate wires.</remarks>
public sealed class ConstraintSystem
{
    private readonly ulong[] _wireLabels;

    internal ConstraintSystem(
        SparseMatrix a,
        SparseMatrix b,
        SparseMatrix c,
        int wireCount,
        int publicOutputCount,
        int publicInputCount,
        int privateInputCount,
        ulong labelCount,
        ulong[] wireLabels)
    {
        A = a;
        B = b;
        C = c;
        WireCount = wireCount;
        PublicOutputCount = publicOutputCount;
        PublicInputCount = publicInputCount;
        PrivateInputCount = privateInputCount;
        LabelCount = labelCount;
        _wireLabels = wireLabels;
    }

    /// <summary>Rows.</summary>
    public int ConstraintCount => A.RowCount;

    /// <summary>Wires, the constant one included.</summary>
    public int WireCount { get; }

    /// <summary>Public output signals: wires 1 .. PublicOutputCount.</summary>
    public int PublicOutputCount { get; }

    /// <summary>Public input signals, after the outputs.</summary>
    public int PublicInputCount { get; }

    /// <summary>Private input signals, after the public ones.</summary>
    public int PrivateInputCount { get; }

    /// <summary>Public signals, outputs and inputs together.</summary>
    public int PublicCount => PublicOutputCount + PublicInputCount;

    /// <summary>Signals before optimisation, as the compiler numbered them.</summary>
    public ulong LabelCount { get; }

    /// <summary>The compiler's label of each wire; empty when the file carries no map.</summary>
    public ReadOnlyMemory<ulong> WireLabels => _wireLabels;

    /// <summary>
    /// Size of the Groth16 evaluation domain: the smallest power of two, at least 2, with a row for every
    /// constraint, every public signal and the constant.
    /// </summary>
    public long DomainSize
    {
        get
        {
            long rows = (long)ConstraintCount + PublicCount + 1;
            long size = 2;
            while (size < rows) size *= 2;
            return size;
        }
    }

    internal SparseMatrix A { get; }

    internal SparseMatrix B { get; }

    internal SparseMatrix C { get; }

    /// <summary>Reads an .r1cs file.</summary>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">Not such a file, damaged, over another
    /// field, or using custom gates.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ConstraintSystem Read(string path, CancellationToken cancellation = default) =>
        ConstraintSystemFile.Read(path, cancellation);

    /// <summary>Writes an .r1cs file, atomically.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path) => ConstraintSystemFile.Write(path, this);

    /// <summary>The first row that a witness violates.</summary>
    /// <returns>Its index from 0, or null when the witness satisfies every row.</returns>
    /// <exception cref="ArgumentException">The witness has another number of wires.</exception>
    public int? FirstViolatedConstraint(Witness witness)
    {
        ArgumentNullException.ThrowIfNull(witness);
        if (witness.Values.Length != WireCount)
        {
            throw new ArgumentException(
                $"The witness has {witness.Values.Length} values, the constraint system {WireCount} wires.", nameof(witness));
        }
        ReadOnlySpan<Bn254.Fr> wires = witness.Values.Span;
        for (int row = 0; row < ConstraintCount; row++)
        {
            if (A.RowTimes(row, wires) * B.RowTimes(row, wires) != C.RowTimes(row, wires)) return row;
        }

        return null;
    }
}
