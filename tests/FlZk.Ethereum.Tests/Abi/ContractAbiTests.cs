using System.Text;
using FlZk.Ethereum.Abi;
using FlZk.Platform.Files;

namespace FlZk.Ethereum.Tests.Abi;

public class ContractAbiTests
{
    private const string Json = """
        [
          { "type": "constructor", "inputs": [ { "name": "owner", "type": "address" } ] },
          { "type": "function", "name": "verify", "stateMutability": "view",
            "inputs": [ { "name": "points", "type": "tuple[2][]", "components": [ { "name": "x", "type": "uint256" }, { "name": "y", "type": "uint256" } ] } ],
            "outputs": [ { "name": "", "type": "bool" } ] },
          { "type": "function", "name": "get", "inputs": [], "outputs": [] },
          { "type": "function", "name": "get", "inputs": [ { "name": "i", "type": "uint256" } ], "outputs": [] },
          { "type": "event", "name": "Transfer", "anonymous": false, "inputs": [
            { "name": "from", "type": "address", "indexed": true }, { "name": "to", "type": "address", "indexed": true }, { "name": "value", "type": "uint256", "indexed": false } ] },
          { "type": "error", "name": "TooLate", "inputs": [ { "name": "deadline", "type": "uint64" } ] },
          { "type": "receive", "stateMutability": "payable" }
        ]
        """;

    [Fact]
    public void The_compilers_json_gives_functions_events_and_errors()
    {
        var abi = ContractAbi.ParseJson(Json);
        Assert.Equal("verify((uint256,uint256)[2][])", abi.Function("verify").Signature);
        Assert.True(abi.Function("verify").IsReadOnly);
        Assert.Equal("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", abi.Event("Transfer").Topic.ToString());
        Assert.Equal("owner", Assert.Single(abi.Constructor).Name);
        Assert.Equal("TooLate(uint64)", Assert.Single(abi.Errors).Signature);
    }

    [Fact]
    public void Overloads_are_told_apart_by_signature()
    {
        var abi = ContractAbi.ParseJson(Json);
        Assert.Contains("overloaded", Assert.Throws<AbiException>(() => abi.Function("get")).Message, StringComparison.Ordinal);
        Assert.Single(abi.Function("get(uint256)").Inputs);
        Assert.Throws<AbiException>(() => abi.Function("missing"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[")]
    [InlineData("[1]")]
    [InlineData("""[{"type":"function"}]""")]
    [InlineData("""[{"type":"function","name":1}]""")]
    [InlineData("""[{"type":"function","name":"f","inputs":{}}]""")]
    [InlineData("""[{"type":"function","name":"f","inputs":[{"type":"uint9"}]}]""")]
    [InlineData("""[{"type":"function","name":"f","inputs":[{"type":"tuple-x"}]}]""")]
    public void Malformed_json_is_refused_in_words(string json) => Assert.Throws<AbiException>(() => ContractAbi.ParseJson(json));

    [Fact]
    public void Declarations_may_be_written_as_in_solidity()
    {
        var abi = ContractAbi.Parse(
            "function transfer(address to, uint256 amount) external returns (bool ok)",
            "event Approval(address indexed owner, address indexed spender, uint256 value)",
            "error InsufficientBalance(uint256 needed, uint256 found)",
            "constructor(string memory name)");
        Assert.Equal("0xa9059cbb", Hex.Encode(abi.Function("transfer").Selector));
        Assert.Equal(2, abi.Event("Approval").Inputs.Count(i => i.IsIndexed));
        Assert.Single(abi.Constructor);
        Assert.Throws<AbiException>(() => AbiFunction.Parse("function (uint256)"));
        Assert.Throws<AbiException>(() => AbiFunction.Parse("function f(uint256) sometimes"));
    }

    [Fact]
    public void Logs_decode_by_name_and_indexed_dynamic_fields_stay_digests()
    {
        var e = AbiEvent.Parse("event Said(address indexed who, string indexed topic, bytes indexed raw, string text)");
        var who = Address.Parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
        IReadOnlyList<Hash32?> topics = e.EncodeTopics(
            new Dictionary<string, object> { ["who"] = who, ["topic"] = "weather", ["raw"] = new byte[] { 1, 2 } });
        Assert.Equal(Keccak256.Hash("weather"), topics[2]);
        Assert.Equal(Keccak256.Hash([1, 2]), topics[3]);
        AbiValues fields = e.Decode([.. topics.Select(t => t!.Value)], AbiEncoder.Encode("(string)", "rain"));
        Assert.Equal(who, fields.Address("who"));
        Assert.Equal(Keccak256.Hash("weather"), fields.Hash("topic"));
        Assert.Equal("rain", fields.Text("text"));
        Assert.Throws<AbiException>(() => e.EncodeTopics(new Dictionary<string, object> { ["text"] = "rain" }));
        Assert.Throws<AbiException>(() => e.Decode([e.Topic], []));
        Assert.Single(e.EncodeTopics());
    }

    [Fact]
    public void Indexed_arrays_hash_their_elements_without_lengths()
    {
        var e = AbiEvent.Parse("event Batch(uint8[] indexed values, string[] indexed names)");
        IReadOnlyList<Hash32?> topics = e.EncodeTopics(
            new Dictionary<string, object> { ["values"] = new[] { 1, 2 }, ["names"] = new[] { "a" } });
        Assert.Equal(Keccak256.Hash(AbiEncoder.Encode("(uint8,uint8)", 1, 2)), topics[1]);
        Assert.Equal(Keccak256.Hash([(byte)'a', .. new byte[31]]), topics[2]);
    }

    [Fact]
    public void Reverts_become_sentences()
    {
        var decoder = new RevertDecoder();
        decoder.Add(ContractAbi.ParseJson(Json));
        RevertReason custom = decoder.Decode(AbiFunction.Parse("TooLate(uint64)").EncodeCall(5));
        Assert.Equal((RevertKind.CustomError, "TooLate", "TooLate(deadline: 5)"), (custom.Kind, custom.Name, custom.Sentence));
        RevertReason message = decoder.Decode(Hex.Decode("0x08c379a0" + Hex.Encode(AbiEncoder.Encode("(string)", "no stake"))[2..]));
        Assert.Equal((RevertKind.Message, "no stake"), (message.Kind, message.Sentence));
        RevertReason panic = decoder.Decode(Hex.Decode("0x4e487b71" + 0x11.ToString("x").PadLeft(64, '0')));
        Assert.Equal((RevertKind.Panic, "an arithmetic operation overflowed or underflowed"), (panic.Kind, panic.Sentence));
        Assert.Equal(RevertKind.Silent, decoder.Decode(ReadOnlyMemory<byte>.Empty).Kind);
        Assert.Equal(RevertKind.Unknown, decoder.Decode(new byte[] { 1, 2, 3 }).Kind);
        Assert.Equal(RevertKind.Unknown, decoder.Decode(Hex.Decode("0x08c379a0ffff")).Kind);
        Assert.Equal(RevertKind.Unknown, decoder.Decode(Hex.Decode("0xdeadbeef")).Kind);
    }

    [Fact]
    public void Artifacts_give_code_and_interface()
    {
        ContractArtifact artifact = Artifact("""{"abi":[{"type":"constructor","inputs":[{"name":"x","type":"uint8"}]}],"bytecode":{"object":"0x6001","linkReferences":{}},"deployedBytecode":{"object":"0x60"}}""");
        Assert.Equal("X", artifact.Name);
        Assert.Equal("0x6001" + "7".PadLeft(64, '0'), Hex.Encode(artifact.EncodeCreation(7)));
        Assert.Equal(new byte[] { 0x60 }, artifact.RuntimeCode.ToArray());
        Assert.Throws<AbiException>(() => Artifact("""{"abi":[],"bytecode":{"object":"0x"}}""").EncodeCreation());
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("[]", "abi")]
    [InlineData("""{"abi":3}""", "array")]
    [InlineData("""{"abi":[],"bytecode":{"object":"0x60__$abc$__","linkReferences":{}}}""", "not linked")]
    [InlineData("""{"abi":[],"bytecode":{"object":"0x6000","linkReferences":{"src/L.sol":{"Lib":[{"start":1,"length":20}]}}}}""", "src/L.sol:Lib")]
    [InlineData("""{"abi":[],"bytecode":{"object":"zz"}}""", "hexadecimal")]
    [InlineData("""{"abi":[],"bytecode":5}""", "not code")]
    public void Bad_artifacts_are_refused_in_words(string json, string word) =>
        Assert.Contains(word, Assert.Throws<FileFormatException>(() => Artifact(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Getters_say_what_is_wrong()
    {
        AbiValues values = AbiDecoder.Decode("(uint256 big, bool flag)", [.. Enumerable.Repeat((byte)0xff, 32), .. new byte[32]]);
        Assert.Contains("outside", Assert.Throws<AbiException>(() => values.UInt64("big")).Message, StringComparison.Ordinal);
        Assert.Contains("no value named 'other'", Assert.Throws<AbiException>(() => values["other"]).Message, StringComparison.Ordinal);
        Assert.Throws<AbiException>(() => values.Text("flag"));
        Assert.False(values.Boolean("flag"));
    }

    private static ContractArtifact Artifact(string json) => ContractArtifact.Parse(Encoding.UTF8.GetBytes(json), "out/X.sol/X.json");
}
