using CsCheck;
using FlZk.Bn254.Hashing;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests.Hashing;

/// <summary>Published answers for the suites BN254G1_XMD:SHA-256_SVDW_RO_ and _NU_ (gnark-crypto's vectors).</summary>
public sealed class HashToCurveVectors
{
    private const string Tag = "QUUX-V01-CS02-with-BN254G1_XMD:SHA-256_SVDW_RO_";

    [Theory]
    [InlineData(
        "", "", 0,
        "0a976ab906170db1f9638d376514dbf8c42aef256a54bbd48521f20749e59e8602925ead66b9e68bfc309b014398640ab55f6619ab59bc1fab2210ad4c4d53d5")]
    [InlineData(
        "abc", "", 0,
        "23f717bee89b1003957139f193e6be7da1df5f1374b26a4643b0378b5baf53d104142f826b71ee574452dbc47e05bc3e1a647478403a7ba38b7b93948f4e151d")]
    [InlineData(
        "abcdef0123456789", "", 0,
        "187dbf1c3c89aceceef254d6548d7163fdfa43084145f92c4c91c85c21442d4a0abd99d5b0000910b56058f9cc3b0ab0a22d47cf27615f588924fac1e5c63b4d")]
    [InlineData(
        "q128_", "q", 128,
        "00fe2b0743575324fc452d590d217390ad48e5a16cf051bee5c40a2eba233f5c0794211e0cc72d3cbbdf8e4e5cd6e7d7e78d101ff94862caae8acbe63e9fdc78")]
    [InlineData(
        "a512_", "a", 512,
        "01b05dc540bd79fd0fea4fbb07de08e94fc2e7bd171fe025c479dc212a2173ce1bf028afc00c0f843d113758968f580640541728cfc6d32ced9779aa613cd9b0")]
    public void Hashes_to_the_published_point(string message, string repeated, int times, string expected)
    {
        message += string.Concat(Enumerable.Repeat(repeated, times));
        Check(HashToCurve.HashToG1(System.Text.Encoding.ASCII.GetBytes(message), System.Text.Encoding.ASCII.GetBytes(Tag)), expected);
    }

    [Theory]
    [InlineData("2f87b81d9d6ef05ad4d249737498cc27e1bd485dca804487844feb3c67c1a9b5",
        "0e449b959abbd0e5ab4c873eaeb1ccd887f1d9ad6cd671fd72cb8d77fb65189229ff1e36867c60374695ee0c298fcbef2af16f8f97ed356fa75e61a797ebb265")]
    [InlineData("06de2d0d7c0d9c7a5a6c0b74675e7543f5b98186b5dbf831067449000b2b1f8e",
        "19388d9112a306fba595c3a8c63daa8f04205ad9581f7cf105c63c442d7c6511182da356478aa7776d1de8377a18b41e933036d0b71ab03f17114e4e673ad6e4")]
    [InlineData("11945105b5e3d3b9392b5a2318409cbc28b7246aa47fa30da5739907737799a9",
        "1452c8cc24f8dedc25b24d89b87b64e25488191cecc78464fea84077dd156f8d209c3633505ba956f5ce4d974a868db972b8f1b69d63c218d360996bcec1ad41")]
    [InlineData("1255fc9ad5a6e0fb440916f091229bda611c41be2f2283c3d8f98c596be4c8c9",
        "04e8357c98524e6208ae2b771e370f0c449e839003988c2e4ce1eaf8d632559f04396ec43dd8ec8f2b4a705090b5892219759da30154c39490fc4d59d51bb817")]
    public void Maps_to_the_published_point(string element, string expected)
    {
        Assert.True(Fp.TryReadBigEndian(Convert.FromHexString(element), out Fp u));
        Check(ShallueVanDeWoestijne.Map(u), expected);
    }

    [Fact]
    public void Every_element_maps_to_the_curve_with_its_sign() => Generate.Fp.Sample(u =>
    {
        G1Affine point = ShallueVanDeWoestijne.Map(u);
        Assert.True(point.IsOnCurve);
        Assert.False(point.IsInfinity);
        Assert.Equal(u.Sgn0, point.Y.Sgn0);
    });

    [Fact]
    public void Exceptional_elements_map_to_the_curve()
    {
        // 1 - 16 u^4 = 0 makes the shared inverse zero: u^2 = 1/4 (u^2 = -1/4 has no root).
        Fp half = Fp.FromUInt64(2).Inverse();
        foreach (Fp u in new[] { Fp.Zero, half, -half }) Assert.True(ShallueVanDeWoestijne.Map(u).IsOnCurve);
    }

    [Fact]
    public void Domains_and_messages_separate()
    {
        Assert.NotEqual(HashToCurve.HashToG1([1], [1]), HashToCurve.HashToG1([1], [2]));
        Assert.NotEqual(HashToCurve.HashToG1([1], [1]), HashToCurve.HashToG1([2], [1]));
        Assert.Throws<ArgumentException>(() => HashToCurve.HashToG1([1], []));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(33)]
    [InlineData(300)]
    public void Many_messages_hash_to_the_points_of_each_on_every_tier(int count)
    {
        var messages = new byte[count * 8];
        new Random(count).NextBytes(messages);
        byte[] tag = System.Text.Encoding.ASCII.GetBytes(Tag);
        var expected = new G1Affine[count];
        for (int i = 0; i < count; i++) expected[i] = HashToCurve.HashToG1(messages.AsSpan(8 * i, 8), tag);
        foreach (InstructionTier tier in Tiers.Supported)
        {
            var points = new G1Affine[count];
            HashToCurve.HashToG1(messages, tag, points, tier);
            Assert.Equal(expected, points);
        }
    }

    [Fact]
    public void Many_elements_map_to_the_points_of_each_on_every_tier()
    {
        Fp half = Fp.FromUInt64(2).Inverse();
        Gen<Fp> edges = Gen.Int[0, 4].Select(i => new[] { Fp.Zero, half, -half, Fp.One, -Fp.One }[i]);
        Gen.OneOf(Generate.Fp, edges).Array[0, 150].Sample(elements =>
        {
            G1Affine[] expected = [.. elements.Select(u => ShallueVanDeWoestijne.Map(u))];
            foreach (InstructionTier tier in Tiers.Supported)
            {
                var points = new G1Affine[elements.Length];
                ShallueVanDeWoestijne.Map(elements, points, tier);
                Assert.Equal(expected, points);
            }
        }, iter: 20);
    }

    [Fact]
    public void Messages_of_different_lengths_are_refused_together() =>
        Assert.Throws<ArgumentException>(() => HashToCurve.HashToG1(new byte[9], [1], new G1Affine[2]));

    private static void Check(G1Affine point, string expected)
    {
        var bytes = new byte[64];
        point.WriteUncompressed(bytes);
        Assert.Equal(expected, Convert.ToHexStringLower(bytes));
    }
}
