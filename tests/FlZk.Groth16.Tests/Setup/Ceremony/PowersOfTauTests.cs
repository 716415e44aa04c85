using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Groth16.Tests;

/// <summary>Files of phase 1: what is read, and what is refused before a key is made from it.</summary>
public sealed class PowersOfTauTests(TestCircuits circuits)
{
    [Fact]
    public void A_file_says_its_power_and_passes_its_checks_prepared_or_not()
    {
        using var prepared = PowersOfTau.Open(circuits.PowersOfTau);
        using var unprepared = PowersOfTau.Open(circuits.PowersOfTau + ".1");
        Assert.Equal((8, true), (prepared.Power, prepared.IsPrepared));
        Assert.Equal((8, false), (unprepared.Power, unprepared.IsPrepared));
        foreach (int logSize in (int[])[1, 5, 8])
        {
            prepared.RequireConsistent(logSize, TestContext.Current.CancellationToken);
            unprepared.RequireConsistent(logSize, TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, unprepared.ContributionCount);
        Assert.Throws<FileFormatException>(() => prepared.RequireConsistent(9));
    }

    [Theory]
    [InlineData(PowersOfTau.TauG1Section, 7)]
    [InlineData(PowersOfTau.AlphaSection, 3)]
    [InlineData(PowersOfTau.BetaSection, 3)]
    [InlineData(PowersOfTau.TauG1Section + PowersOfTau.LagrangeShift, 20)]
    [InlineData(PowersOfTau.TauG1Section + PowersOfTau.LagrangeShift, 40)]
    [InlineData(PowersOfTau.AlphaSection + PowersOfTau.LagrangeShift, 20)]
    [InlineData(PowersOfTau.BetaSection + PowersOfTau.LagrangeShift, 20)]
    public void One_replaced_point_of_G1_is_refused(uint section, int index)
    {
        // Domain 16: its Lagrange forms are elements 15 to 30, those of the doubled domain 31 to 62.
        var bytes = new SectionedBytes(File.ReadAllBytes(circuits.PowersOfTau));
        G1Affine other = G1Affine.Generator * Fr.FromUInt64(3);
        PointEncoding.WriteG1(other, bytes[section].AsSpan(index * PointEncoding.G1Length));
        Refused(bytes);
    }

    [Theory]
    [InlineData(PowersOfTau.TauG2Section, 0)]
    [InlineData(PowersOfTau.TauG2Section, 1)]
    [InlineData(PowersOfTau.TauG2Section, 9)]
    [InlineData(PowersOfTau.BetaG2Section, 0)]
    [InlineData(PowersOfTau.TauG2Section + PowersOfTau.LagrangeShift, 20)]
    public void One_replaced_point_of_G2_is_refused(uint section, int index)
    {
        var bytes = new SectionedBytes(File.ReadAllBytes(circuits.PowersOfTau));
        PointEncoding.WriteG2(G2Affine.Generator * Fr.FromUInt64(3), bytes[section].AsSpan(index * PointEncoding.G2Length));
        Refused(bytes);
    }

    [Fact]
    public void Truncated_files_and_lying_headers_are_named_errors()
    {
        byte[] file = File.ReadAllBytes(circuits.PowersOfTau + ".1");
        string path = circuits.NewPath(".ptau");
        foreach (int length in (int[])[0, 11, 13, 60, file.Length / 2, file.Length - 1])
        {
            File.WriteAllBytes(path, file[..length]);
            Assert.Throws<FileFormatException>(() => PowersOfTau.Open(path).Dispose());
        }

        foreach ((int at, byte value) in ((int, byte)[])[(36, 0), (36, 9), (36, 29), (36, 255), (40, 7), (4, 1)])
        {
            var bytes = new SectionedBytes(file);
            bytes[PowersOfTau.HeaderSection][at] = value;
            File.WriteAllBytes(path, bytes.ToArray());
            Assert.Throws<FileFormatException>(() => PowersOfTau.Open(path).Dispose());
        }
    }

    private void Refused(SectionedBytes bytes)
    {
        string path = circuits.NewPath(".ptau");
        File.WriteAllBytes(path, bytes.ToArray());
        using var powers = PowersOfTau.Open(path);
        Assert.Throws<KeyException>(() => powers.RequireConsistent(4, TestContext.Current.CancellationToken));
    }
}
