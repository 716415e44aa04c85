using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Accounts;
using FlZk.Ethereum.Rlp;
using FlZk.Ethereum.Signing;
using FlZk.Ethereum.Transactions;

namespace FlZk.Ethereum.Tests.Signing;

public class SigningTests
{
    private static readonly string[] Mail = ["Mail(Person from,Person to,string contents)", "Person(string name,address wallet)"];

    // The widely shared secp256k1 vectors for RFC 6979 over SHA-256 digests, with low s.
    [Theory]
    [InlineData("1", "Satoshi Nakamoto", "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8",
        "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5")]
    [InlineData(
        "1", "All those moments will be lost in time, like tears in rain. Time to die...",
        "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b",
        "547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21")]
    [InlineData(
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140", "Satoshi Nakamoto",
        "fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d0",
        "6b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5")]
    [InlineData(
        "f8b8af8ce3c7cca5e300d33939540c10d45ce001b8f252bfbc57ba0342904181", "Alan Turing",
        "7063ae83e7f62bbb171798131b4a0564b956930092b33b07b395615d9ec7e15c",
        "58dfcc1e00a35e1572f366ffe34ba0fc47db1e7189759b9fb233c5b05ab388ea")]
    public void Nonces_follow_RFC_6979(string key, string message, string r, string s)
    {
        var account = Account.FromPrivateKey(key.PadLeft(64, '0'));
        var digest = new Hash32(SHA256.HashData(Encoding.ASCII.GetBytes(message)));
        Signature signature = account.Sign(digest);
        Assert.Equal(r + s, Convert.ToHexStringLower(signature.ToArray().AsSpan(0, 64)));
        Assert.Equal(account.Address, signature.RecoverSigner(digest));
    }

    [Fact]
    public void Whoever_signs_is_recovered_and_s_is_low() => Gen.Byte.Array[32].Select(Gen.Byte.Array[32]).Sample(
        (key, message) =>
        {
            key[0] = 1;
            var account = Account.FromPrivateKey(key);
            var digest = new Hash32(message);
            Signature signature = account.Sign(digest);
            Assert.Equal(account.Address, signature.RecoverSigner(digest));
            Assert.True(signature.S <= Secp256k1.Order >> 1);
            Assert.Equal(signature, Signature.FromBytes(signature.ToArray()));
            Assert.NotEqual(account.Address, (signature with { IsYOdd = !signature.IsYOdd }).RecoverSigner(digest));
        },
        iter: 60);

    [Fact]
    public void The_second_guise_of_a_signature_is_refused()
    {
        var digest = Keccak256.Hash("once");
        Signature signature = Account.Create().Sign(digest);
        var mirrored = new Signature(signature.R, Secp256k1.Order - signature.S, !signature.IsYOdd);
        Assert.Contains(
            "EIP-2", Assert.Throws<InvalidSignatureException>(() => mirrored.RecoverSigner(digest)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Signatures_out_of_range_are_refused()
    {
        var digest = Keccak256.Hash("x");
        Assert.Throws<InvalidSignatureException>(() => new Signature(0, 1, false).RecoverSigner(digest));
        Assert.Throws<InvalidSignatureException>(() => new Signature(1, 0, false).RecoverSigner(digest));
        Assert.Throws<InvalidSignatureException>(() => new Signature(Secp256k1.Order, 1, false).RecoverSigner(digest));
        Assert.Throws<InvalidSignatureException>(() => new Signature(5, 1, false).RecoverSigner(digest));
        Assert.Throws<FormatException>(() => Signature.FromBytes(new byte[64]));
        Assert.Throws<FormatException>(() => Signature.FromBytes(new byte[65]));
        byte[] unknownParity = Account.Create().Sign(digest).ToArray();
        unknownParity[64] = 29;
        Assert.Throws<FormatException>(() => Signature.FromBytes(unknownParity));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    [InlineData("zz")]
    public void Private_keys_out_of_range_are_refused_without_repeating_them(string key)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Account.FromPrivateKey(key));
        if (key.Length > 4) Assert.DoesNotContain(key, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_shows_its_address_and_never_its_key()
    {
        const string key = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
        var account = Account.FromPrivateKey("0x" + key);
        Assert.Equal("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", account.ToString());
        Assert.DoesNotContain("ac0974", System.Text.Json.JsonSerializer.Serialize(account), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_development_phrase_gives_the_known_accounts()
    {
        const string phrase = Development.AnvilOptions.DefaultMnemonic;
        Assert.Equal("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", Mnemonic.Derive(phrase, 0).ToString());
        Assert.Equal("0x70997970C51812dc3A010C7d01b50e0d17dc79C8", Mnemonic.Derive(phrase, 1).ToString());
        Assert.Equal("0xa0Ee7A142d267C1f36714E4a8F75612F20a79720", Mnemonic.Derive(phrase, 9).ToString());
    }

    [Fact]
    public void Typed_data_of_the_example_in_EIP_712()
    {
        TypedData mail = MailFrom(new object[] { "Cow", Address.Parse("0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826") });
        Assert.Equal("Mail(Person from,Person to,string contents)Person(string name,address wallet)", mail.EncodeType("Mail"));
        Assert.Equal("0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f", mail.DomainSeparator().ToString());
        Assert.Equal("0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2", mail.Hash().ToString());
        var cow = Account.FromPrivateKey(Keccak256.Hash("cow").ToArray());
        Signature signature = cow.Sign(mail);
        Assert.Equal(
            "0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b915621c",
            Hex.Encode(signature.ToArray()));
        Assert.Equal(cow.Address, signature.RecoverSigner(mail.Hash()));
    }

    [Fact]
    public void Typed_data_takes_members_by_name_in_any_order()
    {
        TypedData mail = MailFrom(
            new Dictionary<string, object> { ["wallet"] = "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826", ["name"] = "Cow" });
        Assert.Equal("0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2", mail.Hash().ToString());
        Assert.Throws<AbiException>(() => MailFrom(new object[] { "Cow" }).Hash());
        Assert.Throws<AbiException>(() => new TypedData(new TypedDataDomain(), "Mail", ["Other(uint256 x)"], new object[] { 1 }));
        Assert.Throws<AbiException>(() => new TypedData(new TypedDataDomain(), "A", ["A(uint256)"], new object[] { 1 }));
    }

    [Fact]
    public void A_struct_that_holds_itself_is_refused_at_a_depth()
    {
        var inner = new List<object>();
        inner.Add(inner);
        Assert.Throws<AbiException>(() => new TypedData(new TypedDataDomain("x"), "A", ["A(A next)"], inner).Hash());
    }

    [Fact]
    public void Personal_messages_cannot_be_transactions()
    {
        Assert.Equal("0xd9eba16ed0ecae432b71fe008c98cc872bb4cc214d3220a36f365326cf807d68", PersonalMessage.Hash("hello world").ToString());
        var account = Account.Create();
        Assert.Equal(account.Address, account.SignMessage("hello"u8).RecoverSigner(PersonalMessage.Hash("hello")));
    }

    [Fact]
    public void Decoding_a_signed_transaction_gives_the_same_bytes_hash_and_sender() =>
        Gen.Select(Gen.ULong, Gen.ULong, Gen.Byte.Array[0, 200], Gen.Bool).Sample(
        (nonce, gas, data, create) =>
        {
            var account = Account.Create();
            SignedTransaction signed = account.Sign(new Eip1559Transaction
            {
                ChainId = 31337,
                Nonce = nonce,
                GasLimit = gas,
                MaxFeePerGas = (BigInteger)gas * 3,
                MaxPriorityFeePerGas = 7,
                To = create ? null : account.Address,
                Value = nonce,
                Data = data,
                AccessList = [new AccessListEntry(account.Address, [Keccak256.Hash("slot")])],
            });
            var decoded = SignedTransaction.Decode(signed.Encoded.Span);
            Assert.Equal(signed.Encoded.ToArray(), decoded.Encoded.ToArray());
            Assert.Equal((signed.Hash, account.Address), (decoded.Hash, decoded.From));
        },
        iter: 20);

    [Fact]
    public void Bytes_that_are_no_transaction_are_refused()
    {
        Assert.Throws<RlpException>(() => SignedTransaction.Decode([]));
        Assert.Throws<RlpException>(() => SignedTransaction.Decode([0x01, 0xc0]));
        Assert.Throws<RlpException>(() => SignedTransaction.Decode([0x02, 0xc0]));
        Assert.Throws<RlpException>(() => SignedTransaction.Decode([0x02, 0x80]));
    }

    private static TypedData MailFrom(object sender) => new(
        new TypedDataDomain("Ether Mail", "1", 1, Address.Parse("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC")),
        "Mail",
        Mail,
        new[] { sender, new object[] { "Bob", Address.Parse("0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB") }, "Hello, Bob!" });
}
