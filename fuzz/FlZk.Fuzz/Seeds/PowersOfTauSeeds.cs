using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform.Files;

namespace FlZk.Fuzz;

/// <summary>Powers of a tau that everybody knows, for circuits of up to four rows, not prepared for phase 2.</summary>
internal static class PowersOfTauSeeds
{
    private const int Power = 2;

    private static readonly Fr Tau = Fr.FromUInt64(1234567);
    private static readonly Fr Alpha = Fr.FromUInt64(7);
    private static readonly Fr Beta = Fr.FromUInt64(11);

    public static IEnumerable<KeyValuePair<string, byte[]>> Files() => [SeedFiles.Written("four.ptau", Write)];

    /// <summary>Opens the file, and checks that it holds powers of one tau.</summary>
    public static void Read(string path)
    {
        using var powers = PowersOfTau.Open(path);
        powers.RequireConsistent(Math.Min(powers.Power, Power));
    }

    private static void Write(string path) => AtomicFile.Write(path, stream =>
    {
        const int size = 1 << Power;
        var writer = new SectionedFileWriter(stream, FileKind.PowersOfTau, 1, 7);
        writer.Section(PowersOfTau.HeaderSection, content =>
        {
            FieldHeader.WriteBaseField(content);
            writer.WriteUInt32(Power);
            writer.WriteUInt32(Power);
        });
        writer.Section(PowersOfTau.TauG1Section, content => WritePowers(content, Fr.One, (2 * size) - 1));
        writer.Section(PowersOfTau.TauG2Section, content =>
        {
            Fr power = Fr.One;
            for (int i = 0; i < size; i++, power *= Tau) PointEncoding.WriteG2(content, G2Affine.Generator * power);
        });
        writer.Section(PowersOfTau.AlphaSection, content => WritePowers(content, Alpha, size));
        writer.Section(PowersOfTau.BetaSection, content => WritePowers(content, Beta, size));
        writer.Section(PowersOfTau.BetaG2Section, content => PointEncoding.WriteG2(content, G2Affine.Generator * Beta));
        writer.Section(PowersOfTau.ContributionsSection, _ => writer.WriteUInt32(0));
    });

    private static void WritePowers(Stream content, Fr factor, int count)
    {
        for (int i = 0; i < count; i++, factor *= Tau) PointEncoding.WriteG1(content, G1Affine.Generator * factor);
    }
}
