using System.Numerics;
using System.Runtime.InteropServices;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests;

/// <summary>Arrays of points are refused at their first bad element, on every tier.</summary>
public sealed class CurveMembershipTests
{
    private const int Count = 4096 + 131;

    private static readonly G1Affine[] PointsOfG1 = Multiples(G1Affine.Generator, static (a, b) => a + b);
    private static readonly G2Affine[] PointsOfG2 = Multiples(G2Affine.Generator, static (a, b) => a + b);

    public static TheoryData<string> Tiers() =>
        [.. Enum.GetValues<InstructionTier>().Where(InstructionTiers.IsSupported).Select(tier => tier.ToString())];

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Points_and_infinity_pass_whatever_the_length(string name)
    {
        InstructionTier tier = Enum.Parse<InstructionTier>(name);
        foreach (int length in (int[])[0, 1, 7, 63, 64, 65, Count])
        {
            Assert.Equal(-1, CurveMembership.FirstNotInG1(PointsOfG1.AsMemory(0, length), tier));
            Assert.Equal(-1, CurveMembership.FirstNotOnTwist(PointsOfG2.AsMemory(0, length), tier));
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void The_first_bad_element_is_told(string name)
    {
        InstructionTier tier = Enum.Parse<InstructionTier>(name);
        foreach (int at in (int[])[0, 1, 63, 64, 70, 4095, 4096, Count - 1])
        {
            G1Affine[] g1 = [.. PointsOfG1];
            G2Affine[] g2 = [.. PointsOfG2];
            g1[at] = new G1Affine(g1[at].X, g1[at].Y + Fp.One);
            g2[at] = new G2Affine(g2[at].X, new Fp2(g2[at].Y.C0, g2[at].Y.C1 + Fp.One));
            g1[^1] = new G1Affine(g1[^1].X + Fp.One, g1[^1].Y);
            g2[^1] = new G2Affine(g2[^1].X, new Fp2(g2[^1].Y.C0 + Fp.One, g2[^1].Y.C1));
            Assert.Equal(at, CurveMembership.FirstNotInG1(g1, tier));
            Assert.Equal(at, CurveMembership.FirstNotOnTwist(g2, tier));
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Coordinates_of_the_modulus_or_more_are_no_points_though_their_residues_are(string name)
    {
        InstructionTier tier = Enum.Parse<InstructionTier>(name);
        G1Affine[] g1 = [.. PointsOfG1];
        G2Affine[] g2 = [.. PointsOfG2];
        AddModulus(MemoryMarshal.AsBytes(g1.AsSpan(77, 1))[32..]);
        AddModulus(MemoryMarshal.AsBytes(g2.AsSpan(78, 1))[96..]);
        Assert.Equal(77, CurveMembership.FirstNotInG1(g1, tier));
        Assert.Equal(78, CurveMembership.FirstNotOnTwist(g2, tier));
    }

    private static void AddModulus(Span<byte> littleEndian)
    {
        var sum = new BigInteger(littleEndian, isUnsigned: true) + Fp.Modulus;
        Assert.True(sum.TryWriteBytes(littleEndian, out _, isUnsigned: true));
    }

    private static T[] Multiples<T>(T generator, Func<T, T, T> add)
        where T : struct
    {
        // Some of them infinity.
        var points = new T[Count];
        T last = generator;
        for (int i = 0; i < Count; i++)
        {
            if (i % 101 == 5) continue;
            points[i] = last;
            last = add(last, generator);
        }

        return points;
    }
}
