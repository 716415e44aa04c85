using System.Numerics;
using CsCheck;
using FlZk.Ethereum.Abi;

namespace FlZk.Ethereum.Tests.Abi;

public class AbiCodingTests
{
    // The examples of the Solidity documentation, "Contract ABI Specification".
    [Fact]
    public void Static_arguments_stand_in_place()
    {
        var baz = AbiFunction.Parse("function baz(uint32 x, bool y) returns (bool r)");
        Assert.Equal("0xcdcd77c0" + Word("45") + Word("1"), Hex.Encode(baz.EncodeCall(69, true)));
        var bar = AbiFunction.Parse("bar(bytes3[2])");
        Assert.Equal(
            "0xfce353f6" + "616263".PadRight(64, '0') + "646566".PadRight(64, '0'),
            Hex.Encode(bar.EncodeCall((object)new[] { "abc"u8.ToArray(), "def"u8.ToArray() })));
    }

    [Fact]
    public void Dynamic_arguments_stand_behind_offsets()
    {
        var sam = AbiFunction.Parse("sam(bytes,bool,uint[])");
        Assert.Equal("sam(bytes,bool,uint256[])", sam.Signature);
        string expected = "0xa5643bf2" + Word("60") + Word("1") + Word("a0") + Word("4") + "64617665".PadRight(64, '0') + Word("3") + Word(
            "1") + Word("2") + Word("3");
        Assert.Equal(expected, Hex.Encode(sam.EncodeCall("dave"u8.ToArray(), true, new[] { 1, 2, 3 })));
        AbiValues decoded = sam.DecodeCall(Hex.Decode(expected));
        Assert.Equal("dave"u8.ToArray(), decoded[0]);
        Assert.Equal([BigInteger.One, new BigInteger(2), new BigInteger(3)], (object[])decoded[2]);
    }

    [Fact]
    public void Arrays_of_dynamic_elements_nest_their_offsets()
    {
        string expected = "0x2289b18c" + Word("40") + Word("140") + Word("2") + Word("40") + Word("a0") + Word("2") + Word("1") + Word(
            "2") + Word("1") + Word("3")
            + Word("3") + Word("60") + Word("a0") + Word("e0") + Word("3") + "6f6e65".PadRight(64, '0') + Word("3") + "74776f".PadRight(
                64, '0') + Word("5") + "7468726565".PadRight(64, '0');
        var g = AbiFunction.Parse("g(uint256[][],string[])");
        Assert.Equal(expected, Hex.Encode(g.EncodeCall(new[] { new[] { 1, 2 }, new[] { 3 } }, new[] { "one", "two", "three" })));
    }

    [Fact]
    public void Negative_integers_are_twos_complements()
    {
        Assert.Equal("0x" + new string('f', 64), Hex.Encode(AbiEncoder.Encode("(int8)", -1)));
        Assert.Equal(BigInteger.MinusOne, AbiDecoder.Decode("(int8 x)", Hex.Decode(new string('f', 64))).Integer("x"));
        Assert.Equal("0xff80", Hex.Encode(AbiEncoder.EncodePacked("(int16)", -128)));
    }

    [Fact]
    public void Structs_may_be_tuples_sequences_dictionaries_or_decoded_values()
    {
        const string types = "((uint256 x, (bytes32 y, string z) inner)[] points)";
        object inner = (Keccak256.Hash("y"), "z");
        byte[] fromTuples = AbiEncoder.Encode(types, (object)new object[] { (1, inner) });
        byte[] fromNames = AbiEncoder.Encode(types, (object)new[]
        {
            new Dictionary<string, object> { ["inner"] = new Dictionary<string, object> { ["z"] = "z", ["y"] = Keccak256.Hash("y") },
                ["x"] = 1 },
        });
        Assert.Equal(fromTuples, fromNames);
        AbiValues decoded = AbiDecoder.Decode(types, fromTuples);
        Assert.Equal(fromTuples, AbiEncoder.Encode(types, decoded["points"]));
        Assert.Equal(Keccak256.Hash("y"), decoded.List<AbiValues>("points")[0].Tuple("inner").Hash("y"));
    }

    [Fact]
    public void Decoding_undoes_encoding() => RandomValues().Sample(sample =>
    {
        byte[] encoded = AbiEncoder.Encode(sample.Types, sample.Values);
        AbiValues decoded = AbiDecoder.Decode(sample.Types, encoded);
        Assert.Equal(encoded, AbiEncoder.Encode(sample.Types, decoded.Values));
        Assert.Equal(0, encoded.Length % 32);
    });

    [Fact]
    public void A_truncated_encoding_is_refused_and_a_damaged_one_never_crashes() =>
        RandomValues().Select(Gen.Int[0, 1 << 20], Gen.Byte).Sample((sample, at, flip) =>
    {
        byte[] encoded = AbiEncoder.Encode(sample.Types, sample.Values);
        if (encoded.Length == 0) return;
        encoded[at % encoded.Length] ^= flip;
        try
        {
            AbiDecoder.Decode(sample.Types, encoded);
        }
        catch (AbiException)
        {
            // Refused in words.
        }

        encoded[at % encoded.Length] ^= flip;
        Assert.Throws<AbiException>(() => AbiDecoder.Decode(sample.Types, encoded.AsSpan(0, Math.Min(31, encoded.Length - 1))));
    });

    [Theory]
    [InlineData("(uint8 x)", "100")]
    [InlineData("(bool x)", "2")]
    [InlineData("(address x)", "10000000000000000000000000000000000000000")]
    [InlineData("(bytes31 x)", "1")]
    [InlineData("(int8 x)", "80")]
    [InlineData("(bytes x)", "20")]
    [InlineData("(bytes x)", "ffffffff")]
    [InlineData("(uint256[] x)", "8000000000000000000000000000000000000000000000000000000000000000")]
    public void Badly_padded_or_dangling_words_are_refused(string types, string word) =>
        Assert.Throws<AbiException>(() => AbiDecoder.Decode(types, Hex.Decode(Word(word))));

    [Fact]
    public void Offsets_that_share_their_tail_are_refused()
    {
        // Five levels of ten elements that all point at the same next level: 10^5 values in 1,500 bytes.
        var words = new List<string> { Word("20") };
        for (int level = 0; level < 5; level++)
        {
            words.Add(Word("a"));
            words.AddRange(Enumerable.Repeat(Word("140"), 10));
        }

        words.AddRange([Word("1"), Word("7")]);
        byte[] bomb = Hex.Decode(string.Concat(words));
        string type = "(uint256" + string.Concat(Enumerable.Repeat("[]", 6)) + " x)";
        Assert.Throws<AbiException>(() => AbiDecoder.Decode(type, bomb));
    }

    [Fact]
    public void An_array_cannot_claim_more_elements_than_the_data_holds() =>
        Assert.Throws<AbiException>(() => AbiDecoder.Decode("(uint256[] x)", Hex.Decode(Word("20") + Word("7fffffff") + Word("1"))));

    [Fact]
    public void Values_that_do_not_fit_are_refused_by_name()
    {
        static string Refusal(string types, object value) => Assert.Throws<AbiException>(() => AbiEncoder.Encode(types, value)).Message;
        Assert.Contains("weight: 256 does not fit uint8", Refusal("(uint8 weight)", 256), StringComparison.Ordinal);
        Assert.Contains("-1 does not fit uint256", Refusal("(uint256 w)", -1), StringComparison.Ordinal);
        Assert.Contains("128 does not fit int8", Refusal("(int8 w)", 128), StringComparison.Ordinal);
        Assert.Contains("31 bytes do not make a bytes32", Refusal("(bytes32 h)", new byte[31]), StringComparison.Ordinal);
        Assert.Contains("cannot be a address", Refusal("(address a)", 1), StringComparison.Ordinal);
        Assert.Contains("2 values where 3", Refusal("(uint8[3] a)", new[] { 1, 2 }), StringComparison.Ordinal);
        Assert.Contains("a[1]", Refusal("(uint8[] a)", new[] { 1, 300 }), StringComparison.Ordinal);
        Assert.Throws<AbiException>(() => AbiEncoder.Encode("(uint8,uint8)", 1));
    }

    [Theory]
    [InlineData("uint7")]
    [InlineData("uint264")]
    [InlineData("uint08")]
    [InlineData("bytes33")]
    [InlineData("bytes0")]
    [InlineData("uint256[0]")]
    [InlineData("()[]")]
    [InlineData("uint256[")]
    [InlineData("(uint256")]
    [InlineData("uint256[1000000][1000000]")]
    [InlineData("float")]
    [InlineData("")]
    public void Types_that_do_not_exist_are_refused(string type) => Assert.Throws<AbiException>(() => AbiType.Parse(type));

    [Fact]
    public void Types_nested_without_end_are_refused()
    {
        Assert.Throws<AbiException>(() => AbiType.Parse(new string('(', 5000)));
        Assert.Throws<AbiException>(() => AbiType.Parse("uint8" + string.Concat(Enumerable.Repeat("[]", 100))));
    }

    [Fact]
    public void Packed_mode_concatenates()
    {
        Assert.Equal(
            "0xffff42000348656c6c6f2c20776f726c6421",
            Hex.Encode(AbiEncoder.EncodePacked("(int16,bytes1,uint16,string)", -1, new byte[] { 0x42 }, 3, "Hello, world!")));
        Assert.Equal(64, AbiEncoder.EncodePacked("(uint8[])", (object)new[] { 1, 2 }).Length);
        Assert.Throws<AbiException>(() => AbiEncoder.EncodePacked("(string[])", (object)new[] { "a" }));
    }

    internal static Gen<(IReadOnlyList<AbiParameter> Types, object[] Values)> RandomValues() => Gen.Int.Select(static seed =>
    {
        var random = new Random(seed);
        AbiParameter[] types = [.. Enumerable.Range(0, random.Next(1, 5)).Select(i => new AbiParameter($"p{i}", RandomType(random, 3)))];
        return ((IReadOnlyList<AbiParameter>)types, types.Select(t => RandomValue(random, t.Type)).ToArray());
    });

    private static AbiType RandomType(Random random, int depth) => random.Next(depth > 0 ? 10 : 7) switch
    {
        0 => AbiType.Parse($"uint{8 * random.Next(1, 33)}"),
        1 => AbiType.Parse($"int{8 * random.Next(1, 33)}"),
        2 => AbiType.Address,
        3 => AbiType.Boolean,
        4 => AbiType.Parse($"bytes{random.Next(1, 33)}"),
        5 => AbiType.Bytes,
        6 => AbiType.Text,
        7 => AbiType.ArrayOf(RandomType(random, depth - 1)),
        8 => AbiType.ArrayOf(RandomType(random, depth - 1), random.Next(1, 4)),
        _ => AbiType.Tuple(
            [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => new AbiParameter($"m{i}", RandomType(random, depth - 1)))]),
    };

    private static object RandomValue(Random random, AbiType type)
    {
        byte[] Bytes(int length)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            return bytes;
        }

        return type.Kind switch
        {
            AbiKind.UnsignedInteger => new BigInteger(Bytes(random.Next(type.Size / 8 + 1)), isUnsigned: true),
            AbiKind.SignedInteger => new BigInteger(Bytes(random.Next(type.Size / 8 + 1))),
            AbiKind.Address => new Address(Bytes(20)),
            AbiKind.Boolean => random.Next(2) == 1,
            AbiKind.FixedBytes => Bytes(type.Size),
            AbiKind.Bytes => Bytes(random.Next(1, 70)),
            AbiKind.Text => new string([.. Enumerable.Range(0, random.Next(1, 70)).Select(_ => (char)random.Next('a', 'z' + 1))]),
            AbiKind.Tuple => type.Components.Select(c => RandomValue(random, c.Type)).ToArray(),
            AbiKind.FixedArray => Enumerable.Range(0, type.Size).Select(_ => RandomValue(random, type.Element!)).ToArray(),
            _ => Enumerable.Range(0, random.Next(4)).Select(_ => RandomValue(random, type.Element!)).ToArray(),
        };
    }

    private static string Word(string hex) => hex.PadLeft(64, '0');
}
