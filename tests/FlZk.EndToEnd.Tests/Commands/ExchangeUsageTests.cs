using FlZk.EndToEnd.Tests.Hosting;
using FlZk.Ethereum.Accounts;

namespace FlZk.EndToEnd.Tests.Commands;

/// <summary>Mistakes at the command line of the exchange's commands: each has its exit code and a sentence that helps; none reveals a
/// key.</summary>
public sealed class ExchangeUsageTests : IDisposable
{
    private const string Key = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
    private const string NoNode = "http://127.0.0.1:9";

    private readonly Scratch _scratch = new();

    [Theory]
    [InlineData("stake deposit", "amount")]
    [InlineData("stake deposit ten --dev-account 0", "ten")]
    [InlineData("stake deposit -5 --dev-account 0", "-5")]
    [InlineData("stake deposit 1e3 --dev-account 0", "1e3")]
    [InlineData("stake deposit 5 --dev-account 0", "--book")]
    [InlineData("stake deposit 5", "Who sends?")]
    [InlineData("stake deposit 5 --dev-account 200", "0 to 99")]
    [InlineData("stake deposit 5 --dev-account 0 --key-file k", "one of them")]
    [InlineData("stake show --account 0x1234", "--account")]
    [InlineData("stake show --account 0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "checksum")]
    [InlineData("job show one", "one")]
    [InlineData("job list --count 0 --rpc nonsense", "nonsense")]
    [InlineData("provider claim --job 1 --round 0", "--round")]
    [InlineData("provider dataset --commitment 0x12 --dev-account 0", "--commitment")]
    [InlineData("governance vote 1 maybe", "maybe")]
    [InlineData("governance show -1", "-1")]
    [InlineData("deploy --book b --unbonding-delay 14", "--unbonding-delay")]
    [InlineData("market buy --job 1 --round 1", "--max-price")]
    [InlineData("provider claim --job 1 --round 1 x", "'x' is no round")]
    [InlineData("token permit 5 --spender 0x00000000000000000000000000000000000000a1 --nonce 0 --out p --dev-account 0", "--book")]
    [InlineData("token permit 5 --spender 0x00000000000000000000000000000000000000a1 --nonce x --out p --dev-account 0", "no number")]
    [InlineData("dataset sign 1 --score 101 --report r --out o --dev-account 0", "no percentage")]
    [InlineData("governance sign-vote 1 perhaps --out o --dev-account 0", "perhaps")]
    [InlineData("contribution sign --proof p --out p --dev-account 0", "written over")]
    [InlineData("contribution report", "--proof")]
    [InlineData("governance queue --book b", "Who sends?")]
    [InlineData("relay", "signed")]
    [InlineData("provider restake --job 1", "--stake")]
    public async Task A_wrong_command_line_is_exit_code_2_and_says_what_is_wrong(string line, string reason)
    {
        FlzkRun run = await Flzk.RunAsync(line.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(reason, run.Error + run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_file_that_others_can_read_or_that_holds_no_key_is_refused_without_repeating_it()
    {
        if (OperatingSystem.IsWindows()) return;
        await File.WriteAllTextAsync(_scratch["key"], Key);
        File.SetUnixFileMode(_scratch["key"], UnixFileMode.UserRead | UnixFileMode.GroupRead);
        FlzkRun open = await WithKeyAsync("key");
        Assert.Equal(4, open.ExitCode);
        Assert.Contains("chmod 600", open.Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(_scratch["key"], Key[1..]);
        File.SetUnixFileMode(_scratch["key"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        FlzkRun broken = await WithKeyAsync("key");
        Assert.Equal(4, broken.ExitCode);
        Assert.DoesNotContain(Key[1..10], open.Error + broken.Error, StringComparison.Ordinal);

        FlzkRun missing = await WithKeyAsync("none");
        Assert.Equal(3, missing.ExitCode);
    }

    [Fact]
    public async Task A_keystore_without_a_terminal_wants_the_name_of_its_passwords_file()
    {
        Keystore.Write(_scratch["keystore.json"], Account.FromPrivateKey(Key), "secret", logarithmOfCost: 12);
        using FlzkProcess process = FlzkProcess.Start("stake", "withdraw", "--keystore", _scratch["keystore.json"], "--rpc", NoNode);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode is 4 or 130, process.Said);
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_exit_code_5_and_a_book_that_is_none_is_3()
    {
        FlzkRun gone = await Flzk.RunAsync("job", "list", "--rpc", NoNode, "--exchange", "0x00000000000000000000000000000000000000a1");
        Assert.Equal(5, gone.ExitCode);
        Assert.Contains("127.0.0.1:9", gone.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_scratch["book.json"], "{\"schema\":\"flzk/receipt/1\"}");
        Assert.Equal(3, (await Flzk.RunAsync("job", "list", "--rpc", NoNode, "--book", _scratch["book.json"])).ExitCode);
        Assert.Equal(3, (await Flzk.RunAsync("job", "list", "--rpc", NoNode, "--book", _scratch["absent.json"])).ExitCode);
    }

    public void Dispose() => _scratch.Dispose();

    private Task<FlzkRun> WithKeyAsync(string file) =>
        Flzk.RunAsync("stake", "withdraw", "--key-file", _scratch[file], "--rpc", NoNode, "--book", _scratch["book"]);
}
