using System.Numerics;
using CsCheck;
using FlZk.Ethereum.Rlp;

namespace FlZk.Ethereum.Tests;

public class PrimitivesTests
{
    [Theory]
    [InlineData("", "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [InlineData("transfer(address,uint256)", "0xa9059cbb2ab09eb219583f4a59a5d0623ade346d962bcd4e46b11da047c9049b")]
    public void Keccak_256_of_known_texts(string text, string digest) => Assert.Equal(digest, Keccak256.Hash(text).ToString());

    [Theory]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")]
    [InlineData("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [InlineData("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")]
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE7")]
    [InlineData("0xde709f2102306220921060314715629080e2fb77")]
    public void Addresses_print_with_the_checksum_of_EIP_55(string text)
    {
        Assert.Equal(text, Address.Parse(text).ToString());
        Assert.Equal(text, Address.Parse(text.ToLowerInvariant()).ToString());
        Assert.Equal(text, Address.Parse(text[2..].ToUpperInvariant()).ToString());
    }

    [Fact]
    public void A_mistyped_address_is_told_apart_from_no_address()
    {
        Assert.Contains(
            "checksum",
            Assert.Throws<FormatException>(() => Address.Parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Not an address",
            Assert.Throws<FormatException>(() => Address.Parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeA")).Message,
            StringComparison.Ordinal);
        Assert.False(Address.TryParse("zz" + new string('0', 40), out _));
        Assert.False(Address.TryParse(null, out _));
    }

    [Fact]
    public void Created_contracts_have_the_address_of_sender_and_nonce()
    {
        var creator = Address.Parse("0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0");
        Assert.Equal(Address.Parse("0xcd234a471b72ba2f1ccf0a70fcaba648a5eecd8d"), Address.OfCreated(creator, 0));
        Assert.Equal(Address.Parse("0x343c43a37d37dff08ae8c4a11544c718abb4fcf8"), Address.OfCreated(creator, 1));
    }

    [Theory]
    [InlineData("0x0", 0)]
    [InlineData("0x41", 65)]
    [InlineData("0x400", 1024)]
    public void Quantities_have_no_leading_zeros(string text, int value)
    {
        Assert.Equal(text, Hex.EncodeQuantity(value));
        Assert.Equal(value, Hex.DecodeQuantity(text));
    }

    [Theory]
    [InlineData("0x")]
    [InlineData("12")]
    [InlineData("0xg")]
    [InlineData("0x-1")]
    [InlineData("0x11111111111111111111111111111111111111111111111111111111111111111")]
    public void Malformed_quantities_are_refused(string text) => Assert.Throws<FormatException>(() => Hex.DecodeQuantity(text));

    [Fact]
    public void Decoding_hexadecimal_undoes_encoding() =>
        Gen.Byte.Array[0, 100].Sample(bytes => Assert.Equal(bytes, Hex.Decode(Hex.Encode(bytes))));

    [Fact]
    public void Rlp_of_known_items()
    {
        static RlpItem Text(string text) => RlpItem.Bytes(System.Text.Encoding.ASCII.GetBytes(text));
        RlpItem none = RlpItem.List();
        Assert.Equal("0x83646f67", Hex.Encode(Text("dog").Encode()));
        Assert.Equal("0xc88363617483646f67", Hex.Encode(RlpItem.List(Text("cat"), Text("dog")).Encode()));
        Assert.Equal("0x80", Hex.Encode(Text("").Encode()));
        Assert.Equal("0xc0", Hex.Encode(none.Encode()));
        Assert.Equal("0x80", Hex.Encode(RlpItem.Integer(0).Encode()));
        Assert.Equal("0x0f", Hex.Encode(RlpItem.Integer(15).Encode()));
        Assert.Equal("0x00", Hex.Encode(RlpItem.Bytes([0]).Encode()));
        Assert.Equal("0x820400", Hex.Encode(RlpItem.Integer(1024).Encode()));
        Assert.Equal(
            "0xc7c0c1c0c3c0c1c0", Hex.Encode(RlpItem.List(none, RlpItem.List(none), RlpItem.List(none, RlpItem.List(none))).Encode()));
        byte[] lorem = Text("Lorem ipsum dolor sit amet, consectetur adipisicing elit").Encode();
        Assert.Equal([0xb8, 0x38], lorem[..2]);
        Assert.Equal(58, lorem.Length);
    }

    [Fact]
    public void Decoding_rlp_undoes_encoding()
    {
        Gen<RlpItem> leaf = Gen.Byte.Array[0, 70].Select(b => RlpItem.Bytes(b));
        Gen<RlpItem> list = leaf.Array[0, 20].Select(items => RlpItem.List(items));
        Gen<RlpItem> nested = Gen.OneOf(leaf, list).Array[0, 12].Select(items => RlpItem.List(items));
        Gen.OneOf(leaf, list, nested).Sample(item =>
        {
            byte[] encoded = item.Encode();
            Assert.Equal(encoded, RlpItem.Decode(encoded).Encode());
        });
    }

    [Fact]
    public void Whatever_decodes_as_rlp_encodes_to_the_same_bytes() => Gen.Byte.Array[0, 40].Sample(bytes =>
    {
        try
        {
            Assert.Equal(bytes, RlpItem.Decode(bytes).Encode());
        }
        catch (RlpException)
        {
            // Refused, as most random bytes are.
        }
    });

    [Theory]
    [InlineData("0x")]
    [InlineData("0x8100")]
    [InlineData("0x8179")]
    [InlineData("0xb80100")]
    [InlineData("0xb90001ff")]
    [InlineData("0xc28363")]
    [InlineData("0x83646f6700")]
    [InlineData("0xbfffffffffffffffff")]
    [InlineData("0xfb7fffffff")]
    [InlineData("0xf800")]
    public void Rlp_that_is_not_canonical_is_refused(string hex) => Assert.Throws<RlpException>(() => RlpItem.Decode(Hex.Decode(hex)));

    [Fact]
    public void Lists_in_lists_without_end_are_refused()
    {
        RlpItem item = RlpItem.List();
        for (int i = 0; i < RlpItem.MaxDepth + 5; i++) item = RlpItem.List(item);
        Assert.Contains("deep", Assert.Throws<RlpException>(() => RlpItem.Decode(item.Encode())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rlp_integers_have_no_leading_zero_and_at_most_256_bits()
    {
        Assert.Equal((BigInteger.One << 256) - 1, RlpItem.Decode(RlpItem.Integer((BigInteger.One << 256) - 1).Encode()).ToInteger());
        Assert.Throws<RlpException>(() => RlpItem.Bytes([0, 1]).ToInteger());
        Assert.Throws<RlpException>(() => RlpItem.Bytes(new byte[33].Select(_ => (byte)1).ToArray()).ToInteger());
        Assert.Throws<RlpException>(() => RlpItem.List().ToInteger());
    }
}
