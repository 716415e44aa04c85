using System.Text;
using FlZk.Ethereum.Accounts;
using FlZk.Platform.Files;

namespace FlZk.Ethereum.Tests.Accounts;

public sealed class KeystoreTests : IDisposable
{
    // The test vectors of the Web3 Secret Storage Definition.
    private const string Pbkdf2 = """
        {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},
        "ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46","kdf":"pbkdf2",
        "kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256","salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
        "mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
        """;

    private const string Scrypt = """
        {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"740770fce12ce862af21264dab25f1da"},
        "ciphertext":"dd8a1132cf57db67c038c6763afe2cbe6ea1949a86abc5843f8ca656ebbb1ea2","kdf":"scrypt",
        "kdfparams":{"dklen":32,"n":262144,"r":8,"p":1,"salt":"25710c2ccd7c610b24d068af83b959b7a0e5f40641f0c82daeb1345766191034"},
        "mac":"337aeb86505d2d0bb620effe57f18381377d67d76dac1090626aa5cd20886a7c"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("flzk-keystore").FullName;

    [Theory]
    [InlineData(Pbkdf2)]
    [InlineData(Scrypt)]
    public void The_definitions_test_vectors_open(string json)
    {
        Assert.Equal(Address.Parse("0x008aeeda4d805471df9b2a5b0f38a0c3bcba786b"), Open(json, "testpassword").Address);
        Assert.Throws<WrongPasswordException>(() => Open(json, "testpasswore"));
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
    [InlineData("\"n\":262144", "\"n\":262143", "power of two")]
    [InlineData("\"n\":262144", "\"n\":1073741824", "MiB")]
    [InlineData("\"p\":1", "\"p\":100000", "too long")]
    [InlineData("\"r\":8", "\"r\":0", "positive")]
    [InlineData("\"r\":8", "\"r\":1", "RFC 7914")]
    [InlineData("\"dklen\":32", "\"dklen\":16", "dklen")]
    [InlineData("\"kdf\":\"scrypt\"", "\"kdf\":\"argon2\"", "derivation")]
    [InlineData("\"iv\":\"740770fc", "\"iv\":\"740770", "iv")]
    [InlineData("\"mac\":", "\"mag\":", "mac")]
    [InlineData("\"kdfparams\":{", "\"kdfparams\":[{", "missing or malformed")]
    [InlineData("\"version\":3", "\"version\":3,\"address\":\"008aeeda4d805471df9b2a5b0f38a0c3bcba786c\"", "another address")]
    public void Files_that_are_not_key_files_or_too_expensive_are_refused_in_words(string find, string replace, string word)
    {
        string json = Scrypt.Replace(find, replace, StringComparison.Ordinal);
        Assert.Contains(word, Assert.Throws<FileFormatException>(() => Open(json, "testpassword")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Endless_pbkdf2_is_refused() => Assert.Contains(
        "too long",
        Assert.Throws<FileFormatException>(() => Open(Pbkdf2.Replace("262144", "2147483647", StringComparison.Ordinal), "x")).Message,
        StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Account Open(string json, string password) => Keystore.Parse(Encoding.UTF8.GetBytes(json), password, "key.json");
}
