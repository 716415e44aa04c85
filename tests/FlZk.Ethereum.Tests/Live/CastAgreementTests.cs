using System.Globalization;
using System.Numerics;
using CsCheck;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Accounts;
using FlZk.Ethereum.Development;
using FlZk.Ethereum.Rlp;
using FlZk.Ethereum.Signing;
using FlZk.Ethereum.Tests.Abi;
using FlZk.Ethereum.Transactions;

namespace FlZk.Ethereum.Tests.Live;

/// <summary>Foundry's cast as a second opinion.</summary>
public sealed class CastAgreementTests(LiveChain chain) : IClassFixture<LiveChain>
{
    private const string Key = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    private static readonly Account Signer = Mnemonic.Derive(AnvilOptions.DefaultMnemonic, 0);

    [Fact]
    public void Abi_encoding_and_selectors_agree_with_cast() => AbiCodingTests.RandomValues().Sample(
        sample =>
        {
            string signature = "f" + AbiType.Tuple(sample.Types).Name;
            string theirs = LiveChain.CastAsync(
                ["calldata", signature, "--", .. sample.Values.Select((v, i) => Text(sample.Types[i].Type, v, nested: false))])
                .GetAwaiter().GetResult();
            Assert.Equal(theirs, Hex.Encode(AbiFunction.Parse(signature).EncodeCall(sample.Values)));
        },
        iter: 40,
        threads: 2);

    [Theory]
    [InlineData("")]
    [InlineData("The quick brown fox")]
    public async Task Keccak_agrees_with_cast(string text) =>
        Assert.Equal(await LiveChain.CastAsync("keccak", text), Keccak256.Hash(text).ToString());

    [Fact]
    public async Task Rlp_agrees_with_cast()
    {
        RlpItem item = RlpItem.List(
            RlpItem.Bytes([0x12]), RlpItem.List(), RlpItem.List(RlpItem.Bytes(new byte[60]), RlpItem.Bytes([0x80])));
        Assert.Equal(
            await LiveChain.CastAsync("to-rlp", $"[\"0x12\",[],[\"0x{new string('0', 120)}\",\"0x80\"]]"), Hex.Encode(item.Encode()));
    }

    [Fact]
    public async Task Personal_signatures_agree_with_cast() => Assert.Equal(
        await LiveChain.CastAsync("wallet", "sign", "--private-key", Key, "a message"),
        Hex.Encode(Signer.SignMessage("a message"u8).ToArray()));

    [Fact]
    public async Task Typed_data_signatures_agree_with_cast()
    {
        const string json = """
            {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},{"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],
            "Order":[{"name":"id","type":"uint64"},{"name":"items","type":"Item[]"},{"name":"flags","type":"bool[2]"},{"name":"note","type":"bytes"}],
            "Item":[{"name":"name","type":"string"},{"name":"price","type":"int128"},{"name":"tag","type":"bytes4"}]},
            "primaryType":"Order","domain":{"name":"Shop","version":"1","chainId":31337,"verifyingContract":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"},
            "message":{"id":7,"items":[{"name":"pen","price":-5,"tag":"0x01020304"},{"name":"ink","price":9,"tag":"0xffffffff"}],"flags":[true,false],"note":"0x0102"}}
            """;
        var data = new TypedData(
            new TypedDataDomain("Shop", "1", 31337, Address.Parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")),
            "Order",
            ["Order(uint64 id,Item[] items,bool[2] flags,bytes note)", "Item(string name,int128 price,bytes4 tag)"],
            new Dictionary<string, object>
            {
                ["id"] = 7,
                ["items"] = new object[] { ("pen", -5, new byte[] { 1, 2, 3, 4 }), ("ink", 9, new byte[] { 255, 255, 255, 255 }) },
                ["flags"] = new[] { true, false },
                ["note"] = new byte[] { 1, 2 },
            });
        Assert.Equal(
            await LiveChain.CastAsync("wallet", "sign", "--private-key", Key, "--data", json), Hex.Encode(Signer.Sign(data).ToArray()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Signed_transactions_agree_with_cast_to_the_byte(bool create)
    {
        SignedTransaction ours = Signer.Sign(new Eip1559Transaction
        {
            ChainId = 31337,
            Nonce = 300,
            MaxFeePerGas = 2_000_000_000,
            MaxPriorityFeePerGas = 0,
            GasLimit = 123_456,
            To = create ? null : Address.Zero,
            Value = create ? 0 : BigInteger.Pow(10, 18),
            Data = Hex.Decode("0x6001600255"),
        });
        List<string> arguments =
            ["mktx", "--private-key", Key, "--rpc-url", chain.Node.Url.ToString(), "--nonce", "300", "--gas-limit", "123456",
            "--gas-price", "2000000000", "--priority-gas-price", "0", "--chain", "31337"];
        arguments.AddRange(create ? ["--create", "0x6001600255"] : ["--value", "1ether", Address.Zero.ToString(), "0x6001600255"]);
        Assert.Equal(await LiveChain.CastAsync(arguments), Hex.Encode(ours.Encoded.Span));
    }

    private static string Text(AbiType type, object value, bool nested) => type.Kind switch
    {
        AbiKind.Text => nested ? $"\"{value}\"" : (string)value,
        AbiKind.Boolean => (bool)value ? "true" : "false",
        AbiKind.Bytes or AbiKind.FixedBytes => Hex.Encode((byte[])value),
        AbiKind.Tuple => $"({string.Join(',', ((object[])value).Select((v, i) => Text(type.Components[i].Type, v, nested: true)))})",
        AbiKind.FixedArray or AbiKind.DynamicArray =>
            $"[{string.Join(',', ((object[])value).Select(v => Text(type.Element!, v, nested: true)))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
