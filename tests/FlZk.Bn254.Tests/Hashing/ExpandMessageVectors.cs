using FlZk.Bn254.Hashing;

namespace FlZk.Bn254.Tests.Hashing;

/// <summary>The known answers of RFC 9380, appendix K.1 and K.2 (SHA-256).</summary>
public sealed class ExpandMessageVectors
{
    private const string Q128 = "q128_" + "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq";

    [Theory]
    [InlineData("", "68a985b87eb6b46952128911f2a4412bbc302a9d759667f87f7a21d803f07235")]
    [InlineData("abc", "d8ccab23b5985ccea865c6c97b6e5b8350e794e603b4b97902f53a8a0d605615")]
    [InlineData("abcdef0123456789", "eff31487c770a893cfb36f912fbfcbff40d5661771ca4b2cb4eafe524333f5c1")]
    [InlineData(Q128, "b23a1d2b4d97b2ef7785562a7e8bac7eed54ed6e97e29aa51bfe3f12ddad1ff9")]
    [InlineData("", "af84c27ccfd45d41914fdff5df25293e221afc53d8ad2ac06d5e3e29485dadbee0d121587713a3e0dd4d5e69e93eb7cd4f5df4cd103e188cf60cb02edc3edf18eda8576c412b18ffb658e3dd6ec849469b979d444cf7b26911a08e63cf31f9dcc541708d3491184472c2c29bb749d4286b004ceb5ee6b9a7fa5b646c993f0ced")]
    [InlineData("abc", "abba86a6129e366fc877aab32fc4ffc70120d8996c88aee2fe4b32d6c7b6437a647e6c3163d40b76a73cf6a5674ef1d890f95b664ee0afa5359a5c4e07985635bbecbac65d747d3d2da7ec2b8221b17b0ca9dc8a1ac1c07ea6a1e60583e2cb00058e77b7b72a298425cd1b941ad4ec65e8afc50303a22c0f99b0509b4c895f40")]
    public void Expands_as_published(string message, string expected) =>
        Expand(message, "QUUX-V01-CS02-with-expander-SHA256-128", expected);

    [Theory]
    [InlineData("", "e8dc0c8b686b7ef2074086fbdd2f30e3f8bfbd3bdf177f73f04b97ce618a3ed3")]
    [InlineData("abc", "52dbf4f36cf560fca57dedec2ad924ee9c266341d8f3d6afe5171733b16bbb12")]
    public void A_tag_of_more_than_255_bytes_is_hashed_first(string message, string expected) =>
        Expand(message, "QUUX-V01-CS02-with-expander-SHA256-128-long-DST-" + new string('1', 208), expected);

    [Fact]
    public void An_empty_tag_and_too_long_an_output_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ExpandMessageXmd.Expand([], [], new byte[32]));
        Assert.Throws<ArgumentException>(() => ExpandMessageXmd.Expand([], [1], new byte[8161]));
    }

    private static void Expand(string message, string tag, string expected)
    {
        var output = new byte[expected.Length / 2];
        ExpandMessageXmd.Expand(System.Text.Encoding.ASCII.GetBytes(message), System.Text.Encoding.ASCII.GetBytes(tag), output);
        Assert.Equal(expected, Convert.ToHexStringLower(output));
    }
}
