using System.Numerics;
using FlZk.Bn254;

namespace FlZk.Groth16.Tests;

/// <summary>Files of phase 1 that hold powers, but of secrets that everybody knows, or with points outside G2.</summary>
public sealed class PowersOfTauAttackTests(TestCircuits circuits)
{
    // The smallest prime of the twist's cofactor, 2p - r.
    private const int SmallOrder = 10069;

    private const int LogSize = 3;

    private static readonly Fr Tau = Fr.FromUInt64(1234567);
    private static readonly Fr Alpha = Fr.FromUInt64(7);
    private static readonly Fr Beta = Fr.FromUInt64(11);

    private static G2Affine SmallPoint { get; } =
        Multiply(TwistPoints.OutsideSubgroup(), ((2 * Fp.Modulus) - Fr.Modulus) / SmallOrder * Fr.Modulus);

    [Fact]
    public void A_file_that_nobody_contributed_to_is_refused()
    {
        using var powers = PowersOfTau.Open(circuits.PowersOfTau + ".0");
        Refused(powers, 4, "root of unity");
        Refused(powers, 8, "root of unity");
        string key = circuits.NewPath(".zkey");
        Assert.Throws<KeyException>(() => PhaseTwo.Begin(circuits["multiplier"].System, powers, key));
        Assert.False(File.Exists(key));
    }

    [Fact]
    public void Powers_of_secrets_that_everybody_knows_are_refused()
    {
        Check(Tau, Alpha, Beta, null);
        foreach (Fr one in (Fr[])[Fr.One, -Fr.One])
        {
            Check(one, Alpha, Beta, "root of unity");
            Check(Tau, one, Beta, "alpha is 1 or -1");
            Check(Tau, Alpha, one, "beta is 1 or -1");
        }

        Check(EvaluationDomain.RootOfUnity(LogSize), Alpha, Beta, "root of unity");
        Check(EvaluationDomain.RootOfUnity(LogSize + 1), Alpha, Beta, "root of unity");
        Check(Fr.Zero, Alpha, Beta, "tau in G2 is no generator");
        Check(Tau, Fr.Zero, Beta, "alpha is zero");
        Check(Tau, Alpha, Fr.Zero, "beta in G2 is no generator");
    }

    [Fact]
    public void Alpha_and_beta_in_each_others_place_are_refused() => Check(
        Write(Tau, Alpha, Beta, (id, bytes) => id switch
        {
            PowersOfTau.AlphaSection => Powers(Beta, Tau, 1 << LogSize),
            PowersOfTau.BetaSection => Powers(Alpha, Tau, 1 << LogSize),
            _ => bytes,
        }),
        "beta differs");

    [Fact]
    public void Powers_that_do_not_begin_with_the_generator_or_go_on_otherwise_are_refused()
    {
        const int size = 1 << LogSize;
        Fr scale = Fr.FromUInt64(5);
        Replaced(PowersOfTau.TauG1Section, _ => Powers(scale, Tau, (2 * size) - 1), "tau in G1 does not begin with the generator");
        Replaced(PowersOfTau.TauG2Section, _ => PowersInG2(scale, Tau, size), "tau in G2 does not begin with the generator");

        // No Lagrange forms stand beside these powers, to differ from them.
        G1Affine other = G1Affine.Generator * scale;
        Replaced(PowersOfTau.TauG1Section, bytes => With(bytes, 7, other), "tau in G1 does not hold the powers of one tau");
        Replaced(PowersOfTau.TauG1Section, bytes => With(bytes, (2 * size) - 2, other), "tau in G1 does not hold the powers of one tau");
        Replaced(PowersOfTau.AlphaSection, bytes => With(bytes, 3, other), "alpha tau in G1 does not hold the powers of one tau");
        Replaced(PowersOfTau.BetaSection, bytes => With(bytes, 3, other), "beta tau in G1 does not hold the powers of one tau");
        Replaced(
            PowersOfTau.TauG2Section,
            bytes =>
            {
                PointEncoding.WriteG2(G2Affine.Generator, bytes.AsSpan(5 * PointEncoding.G2Length, PointEncoding.G2Length));
                return bytes;
            },
            "tau in G2 does not hold the powers of tau");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void A_power_with_a_component_of_small_order_is_refused(int index)
    {
        for (int i = 0; i < 20; i++)
        {
            Check(
                Write(Tau, Alpha, Beta, (id, bytes) =>
                {
                    if (id != PowersOfTau.TauG2Section) return bytes;
                    Span<byte> at = bytes.AsSpan(index * PointEncoding.G2Length, PointEncoding.G2Length);
                    Assert.True(PointEncoding.TryReadG2(at, out G2Affine power));
                    PointEncoding.WriteG2(power + SmallPoint, at);
                    return bytes;
                }),
                "outside the group G2");
        }
    }

    [Fact]
    public void A_Lagrange_form_with_a_component_of_small_order_is_refused()
    {
        var bytes = new SectionedBytes(File.ReadAllBytes(circuits.PowersOfTau));
        Span<byte> at = bytes[PowersOfTau.TauG2Section + PowersOfTau.LagrangeShift].AsSpan(20 * PointEncoding.G2Length);
        Assert.True(PointEncoding.TryReadG2(at[..PointEncoding.G2Length], out G2Affine point));
        PointEncoding.WriteG2(point + SmallPoint, at[..PointEncoding.G2Length]);
        string path = circuits.NewPath(".ptau");
        File.WriteAllBytes(path, bytes.ToArray());
        using var powers = PowersOfTau.Open(path);
        Refused(powers, 4, "outside the group G2");
    }

    [Fact]
    public void One_sum_can_hide_a_component_of_small_order_and_the_sums_together_cannot()
    {
        G2Affine[] points = [G2Affine.Generator, SmallPoint, G2Affine.Generator + SmallPoint];
        Assert.False(PowersOfTauCheck.IsSumInSubgroup(points, [5, 1, 1], default));
        Assert.True(PowersOfTauCheck.IsSumInSubgroup(points, [5, SmallOrder, 2 * SmallOrder], default));
        Assert.True(PowersOfTauCheck.IsSumInSubgroup(points, [5, 1, SmallOrder - 1], default));

        // Seven of the 16-bit coefficients are one residue modulo the order.
        Assert.True(PowersOfTauCheck.MembershipSums * Math.Log2(65536 / 7.0) > 128);
    }

    private static void Refused(PowersOfTau powers, int logSize, string reason) =>
        Assert.Contains(reason, Assert.Throws<KeyException>(() => powers.RequireConsistent(logSize)).Message, StringComparison.Ordinal);

    private void Check(Fr tau, Fr alpha, Fr beta, string? reason) => Check(Write(tau, alpha, beta, (_, bytes) => bytes), reason);

    private static void Check(string path, string? reason)
    {
        using var powers = PowersOfTau.Open(path);
        if (reason is null) powers.RequireConsistent(LogSize);
        else Refused(powers, LogSize, reason);
    }

    private string Write(Fr tau, Fr alpha, Fr beta, Func<uint, byte[], byte[]> change)
    {
        const int size = 1 << LogSize;
        string path = circuits.NewPath(".ptau");
        using FileStream stream = File.Create(path);
        var writer = new SectionedFileWriter(stream, FileKind.PowersOfTau, 1, 6);
        writer.Section(PowersOfTau.HeaderSection, content =>
        {
            FieldHeader.WriteBaseField(content);
            content.Write(SectionedBytes.UInt32(LogSize));
            content.Write(SectionedBytes.UInt32(LogSize));
        });
        foreach ((uint id, byte[] bytes) in ((uint, byte[])[])
        [
            (PowersOfTau.TauG1Section, Powers(Fr.One, tau, (2 * size) - 1)), (PowersOfTau.TauG2Section, PowersInG2(Fr.One, tau, size)),
            (PowersOfTau.AlphaSection, Powers(alpha, tau, size)), (PowersOfTau.BetaSection, Powers(beta, tau, size)),
            (PowersOfTau.BetaG2Section, PowersInG2(beta, tau, 1)),
        ])
        {
            writer.Section(id, content => content.Write(change(id, bytes)));
        }

        return path;
    }

    private static byte[] Powers(Fr factor, Fr tau, int count)
    {
        var bytes = new MemoryStream();
        for (int i = 0; i < count; i++, factor *= tau) PointEncoding.WriteG1(bytes, G1Affine.Generator * factor);
        return bytes.ToArray();
    }

    private static byte[] PowersInG2(Fr factor, Fr tau, int count)
    {
        var bytes = new MemoryStream();
        for (int i = 0; i < count; i++, factor *= tau) PointEncoding.WriteG2(bytes, G2Affine.Generator * factor);
        return bytes.ToArray();
    }

    private static byte[] With(byte[] bytes, int index, G1Affine point)
    {
        PointEncoding.WriteG1(point, bytes.AsSpan(index * PointEncoding.G1Length, PointEncoding.G1Length));
        return bytes;
    }

    private void Replaced(uint section, Func<byte[], byte[]> change, string reason) =>
        Check(Write(Tau, Alpha, Beta, (id, bytes) => id == section ? change(bytes) : bytes), reason);

    private static G2Affine Multiply(G2Affine point, BigInteger factor)
    {
        G2Affine sum = G2Affine.Infinity;
        for (long bit = factor.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum += sum;
            if (!((factor >> (int)bit) & 1).IsZero) sum += point;
        }

        return sum;
    }
}
