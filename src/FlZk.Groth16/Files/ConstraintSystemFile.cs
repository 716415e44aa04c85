using System.Buffers.Binary;
using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Groth16;

/// <summary>The .r1cs format: section 1 header, 2 constraints, 3 wire-to-label map, 4 and 5 custom gates
/// (which Groth16 cannot express).</summary>
internal static class ConstraintSystemFile
{
    private const uint HeaderSection = 1;
    private const uint ConstraintsSection = 2;
    private const uint LabelsSection = 3;
    private const uint CustomGatesUsedSection = 5;
    private const int CancellationInterval = 1 << 14;

    // The header after the field: wires, outputs, public and private inputs, labels (u64), constraints.
    private const int CountsLength = 28;

    public static ConstraintSystem Read(string path, CancellationToken cancellation)
    {
        using SectionedFile file = SectionedFile.Open(
            path, FileKind.ConstraintSystem, [HeaderSection, ConstraintsSection, LabelsSection, CustomGatesUsedSection]);
        SectionReader header = file.Section(HeaderSection, "header");
        FieldHeader.RequireScalarField(header);
        header.RequireRemaining(1, CountsLength);
        int wires = header.ReadCount("wires");
        int outputs = header.ReadCount("public outputs");
        int publicInputs = header.ReadCount("public inputs");
        int privateInputs = header.ReadCount("private inputs");
        if (1L + outputs + publicInputs + privateInputs > wires)
            throw header.Bad($"{outputs} outputs, {publicInputs} public and {privateInputs} private inputs do not fit {wires} wires.");
        ulong labels = header.ReadUInt64();
        int constraints = header.ReadCount("constraints");
        RefuseCustomGates(file);

        var matrices = new SparseMatrixBuilder[] { new(), new(), new() };
        SectionReader section = file.Section(ConstraintsSection, "constraints");
        // Each constraint has at least its three term counts: a lying header is caught before anything is kept.
        if (section.Length < constraints * 12L) throw section.Bad($"{constraints} constraints do not fit {section.Length} bytes.");
        for (int row = 0; row < constraints; row++)
        {
            if (row % CancellationInterval == 0) cancellation.ThrowIfCancellationRequested();
            foreach (SparseMatrixBuilder matrix in matrices) ReadLinearCombination(section, matrix, wires);
        }

        section.RequireEnd();
        return new ConstraintSystem(
            matrices[0].Build(),
            matrices[1].Build(),
            matrices[2].Build(),
            wires,
            outputs,
            publicInputs,
            privateInputs,
            labels,
            ReadLabels(file, wires, cancellation));
    }

    public static void Write(string path, ConstraintSystem system) => AtomicFile.Write(path, stream =>
    {
        var writer = new SectionedFileWriter(stream, FileKind.ConstraintSystem, 1, system.WireLabels.IsEmpty ? 2u : 3u);
        writer.Section(HeaderSection, content =>
        {
            FieldHeader.WriteScalarField(content);
            writer.WriteUInt32((uint)system.WireCount);
            writer.WriteUInt32((uint)system.PublicOutputCount);
            writer.WriteUInt32((uint)system.PublicInputCount);
            writer.WriteUInt32((uint)system.PrivateInputCount);
            writer.WriteUInt64(system.LabelCount);
            writer.WriteUInt32((uint)system.ConstraintCount);
        });
        writer.Section(ConstraintsSection, content => WriteConstraints(content, system));
        if (system.WireLabels.IsEmpty) return;
        writer.Section(LabelsSection, content =>
            SectionElements.Write(
            content, system.WireLabels.Span, 8, static (label, bytes) => BinaryPrimitives.WriteUInt64LittleEndian(bytes, label)));
    });

    /// <summary>The content of the constraints section.</summary>
    public static void WriteConstraints(Stream stream, ConstraintSystem system)
    {
        SparseMatrix[] matrices = [system.A, system.B, system.C];
        for (int row = 0; row < system.ConstraintCount; row++)
        {
            foreach (SparseMatrix matrix in matrices) WriteLinearCombination(stream, matrix.Columns(row), matrix.Values(row));
        }
    }

    private static void ReadLinearCombination(SectionReader section, SparseMatrixBuilder matrix, int wires)
    {
        Span<byte> term = stackalloc byte[4 + FieldHeader.ByteLength];
        uint terms = section.ReadUInt32();
        if (terms * (long)term.Length > section.Remaining)
            throw section.Bad($"{terms} terms do not fit the {section.Remaining} bytes left.", -4);
        for (uint i = 0; i < terms; i++)
        {
            section.ReadExactly(term);
            uint wire = BinaryPrimitives.ReadUInt32LittleEndian(term);
            if (wire >= wires) throw section.Bad($"wire {wire} does not exist; there are {wires}.", -term.Length);
            if (!Fr.TryReadLittleEndian(term[4..], out Fr coefficient))
                throw section.Bad("a coefficient is not below the modulus.", 4 - term.Length);
            matrix.Add((int)wire, coefficient);
        }

        matrix.EndRow();
    }

    private static void WriteLinearCombination(Stream stream, ReadOnlySpan<int> wires, SparseRowValues coefficients)
    {
        Span<byte> term = stackalloc byte[4 + FieldHeader.ByteLength];
        BinaryPrimitives.WriteUInt32LittleEndian(term, (uint)wires.Length);
        stream.Write(term[..4]);
        for (int i = 0; i < wires.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(term, (uint)wires[i]);
            coefficients[i].WriteLittleEndian(term[4..]);
            stream.Write(term);
        }
    }

    private static ulong[] ReadLabels(SectionedFile file, int wires, CancellationToken cancellation)
    {
        if (!file.Has(LabelsSection)) return [];
        SectionReader section = file.Section(LabelsSection, "wire labels");
        return SectionElements.Read<ulong>(section, wires, 8, ReadLabel, "a label", cancellation);

        static bool ReadLabel(ReadOnlySpan<byte> bytes, out ulong label)
        {
            label = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            return true;
        }
    }

    private static void RefuseCustomGates(SectionedFile file)
    {
        if (!file.Has(CustomGatesUsedSection)) return;
        SectionReader section = file.Section(CustomGatesUsedSection, "custom gates");
        uint count = section.ReadUInt32();
        if (count > 0) throw section.Bad($"the circuit uses {count} custom gates, which only PLONK can express.", -4);
    }
}
