using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Groth16;

/// <summary>The .wtns format: section 1 field and wire count, section 2 one canonical little-endian value per wire.</summary>
internal static class WitnessFile
{
    private const uint HeaderSection = 1;
    private const uint ValuesSection = 2;
    private const uint WrittenVersion = 2;

    public static Witness Read(string path, CancellationToken cancellation)
    {
        using SectionedFile file = SectionedFile.Open(path, FileKind.Witness, [HeaderSection, ValuesSection]);
        SectionReader header = file.Section(HeaderSection, "header");
        FieldHeader.RequireScalarField(header);
        int count = header.ReadCount("wires");
        header.RequireEnd();
        SectionReader section = file.Section(ValuesSection, "values");
        Fr[] values = SectionElements.Read<Fr>(
            section, count, FieldHeader.ByteLength, Fr.TryReadLittleEndian, "below the modulus", cancellation);
        if (count == 0 || !values[0].IsOne) throw section.BadAt(0, "wire 0 is not the constant one.");
        return new Witness(values);
    }

    public static void Write(string path, Witness witness) => AtomicFile.Write(
        path,
        stream =>
        {
            var writer = new SectionedFileWriter(stream, FileKind.Witness, WrittenVersion, 2);
            writer.Section(HeaderSection, content =>
            {
                FieldHeader.WriteScalarField(content);
                writer.WriteUInt32((uint)witness.Values.Length);
            });
            writer.Section(ValuesSection, content => SectionElements.Write(
                content, witness.Values.Span, FieldHeader.ByteLength, static (value, bytes) => value.WriteLittleEndian(bytes)));
        },
        AtomicFile.OwnerOnly);
}
