using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>The values of all wires of a circuit: the constant one, the public signals, and what a proof keeps secret.</summary>
public sealed class Witness
{
    /// <summary>Takes over the values; they are not copied and must not change.</summary>
    /// <param name="values">One per wire; the first must be one.</param>
    /// <exception cref="ArgumentException">There is no value, or the first is not one.</exception>
    public Witness(ReadOnlyMemory<Fr> values)
    {
        if (values.IsEmpty || !values.Span[0].IsOne)
            throw new ArgumentException("Wire 0 of a witness is the constant one.", nameof(values));
        Values = values;
    }

    /// <summary>One value per wire.</summary>
    public ReadOnlyMemory<Fr> Values { get; }

    /// <summary>Reads a .wtns file, version 1 or 2.</summary>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">Not such a file, damaged, over another
    /// field, or not beginning with one.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Witness Read(string path, CancellationToken cancellation = default) => WitnessFile.Read(path, cancellation);

    /// <summary>Writes a .wtns file, version 2, atomically and readable by its owner alone: a witness holds
    /// every secret of its proof.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path) => WitnessFile.Write(path, this);

    /// <summary>The public signals: wires 1 .. <paramref name="count"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer wires.</exception>
    public ReadOnlyMemory<Fr> PublicSignals(int count) => Values.Slice(1, count);
}
