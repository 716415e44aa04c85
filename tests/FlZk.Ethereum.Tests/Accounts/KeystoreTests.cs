using System.Text;
using FlZk.Ethereum.Accounts;
using FlZk.Platform.Files;

namespace FlZk.Ethereum.Tests.Accounts;

public sealed class KeystoreTests : IDisposable
{
    // The test vector of the Web3 Secret Storage Definition.
    private const string Pbkdf2 = """
        {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},
        "ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46","kdf":"pbkdf2",
        "kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256","salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
        "mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
        """;

    // A published file in the light form: the definition's own scrypt vector has parameters that RFC 7914 forbids.
    private const string Scrypt = """
        {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"e5ab559977af075eda00a97c8f0ce506"},
        "ciphertext":"5eb0c790d1fb27824c78acac9233241b340c329b46aba08c6533b70ab67ea74f","kdf":"scrypt",
        "kdfparams":{"dklen":32,"n":4096,"p":6,"r":8,"salt":"b43142f34caf2b3b39c16f52344701f800711589f799cdae1827ac2f844f9602"},
        "mac":"c6ccaecca7896974dacac91a8116216ec287930bc74bfd7694a94f08bd992095"},"id":"e3554f73-4d0a-40a0-b721-fc801623d5ba","version":3}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("flzk-keystore").FullName;

    [Theory]
    [InlineData(Pbkdf2, "testpassword", "0x008aeeda4d805471df9b2a5b0f38a0c3bcba786b")]
    [InlineData(Scrypt, "test", "0x5e9c27156a612a2d516c74c7a80af107856f8539")]
    public void Published_key_files_open_with_their_passwords_alone(string json, string password, string address)
    {
        Assert.Equal(Address.Parse(address), Open(json, password).Address);
        Assert.Throws<WrongPasswordException>(() => Open(json, password + "s"));
    }

    [Fact]
    public async Task Cast_opens_what_is_written_here()
    {
        var account = Account.Create();
        string path = Path.Combine(_folder, "key.json");
        Keystore.Write(path, account, "a password", logarithmOfCost: 12);
        Assert.Equal(
            account.ToString(), await Live.LiveChain.CastAsync("wallet", "address", "--keystore", path, "--password", "a password"));
    }

    [Fact]
    public void A_written_key_file_opens_with_its_password_alone_and_is_the_owners_alone()
    {
        var account = Account.Create();
        string path = Path.Combine(_folder, "key.json");
        Keystore.Write(path, account, "pässword", logarithmOfCost: 12);
        Assert.Equal(account.Address, Keystore.Read(path, "pässword").Address);
        Assert.Throws<WrongPasswordException>(() => Keystore.Read(path, "password"));
        if (!OperatingSystem.IsWindows()) Assert.Equal(AtomicFile.OwnerOnly, File.GetUnixFileMode(path));
    }

    [Theory]
    [InlineData("\"version\":3", "\"version\":2", "version")]
    [InlineData("aes-128-ctr", "aes-128-cbc", "cipher")]
    [InlineData("\"n\":4096", "\"n\":4095", "power of two")]
    [InlineData("\"n\":4096", "\"n\":1073741824", "MiB")]
    [InlineData("\"p\":6", "\"p\":100000", "too long")]
    [InlineData("\"r\":8", "\"r\":0", "positive")]
    [InlineData("\"n\":4096,\"p\":6,\"r\":8", "\"n\":65536,\"p\":6,\"r\":1", "RFC 7914")]
    [InlineData("\"dklen\":32", "\"dklen\":16", "dklen")]
    [InlineData("\"kdf\":\"scrypt\"", "\"kdf\":\"argon2\"", "derivation")]
    [InlineData("\"iv\":\"e5ab5599", "\"iv\":\"e5ab55", "iv")]
    [InlineData("\"mac\":", "\"mag\":", "mac")]
    [InlineData("\"kdfparams\":{", "\"kdfparams\":[{", "missing or malformed")]
    [InlineData("\"version\":3", "\"version\":3,\"address\":\"5e9c27156a612a2d516c74c7a80af107856f8538\"", "another address")]
    public void Files_that_are_not_key_files_or_too_expensive_are_refused_in_words(string find, string replace, string word)
    {
        string json = Scrypt.Replace(find, replace, StringComparison.Ordinal);
        Assert.Contains(word, Assert.Throws<FileFormatException>(() => Open(json, "test")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Endless_pbkdf2_is_refused() => Assert.Contains(
        "too long",
        Assert.Throws<FileFormatException>(() => Open(Pbkdf2.Replace("262144", "2147483647", StringComparison.Ordinal), "x")).Message,
        StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Account Open(string json, string password) => Keystore.Parse(Encoding.UTF8.GetBytes(json), password, "key.json");
}
