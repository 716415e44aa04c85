using System.CommandLine;
using FlZk.Cli;
using FlZk.EndToEnd.Tests.Hosting;

namespace FlZk.EndToEnd.Tests.Commands;

public sealed class HelpTests
{
    public static TheoryData<string> EveryCommand()
    {
        var names = new TheoryData<string>();
        foreach (string name in Leaves(CommandTree.Build(), string.Empty)) names.Add(name);
        return names;
    }

    [Theory]
    [MemberData(nameof(EveryCommand))]
    public async Task Every_command_explains_itself_with_an_example_and_the_exit_codes(string command)
    {
        FlzkRun run = await Flzk.RunCheckedAsync([.. command.Split(' '), "--help"]);
        Assert.Contains($"  flzk {command}", run.Output, StringComparison.Ordinal);
        Assert.Contains("Exit codes: 0 ok", run.Output, StringComparison.Ordinal);
        Assert.Contains("--json", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--bogus")]
    [InlineData("groth16 prove")]
    [InlineData("circuit info no-such-circuit")]
    [InlineData("demo --providers 0")]
    [InlineData("demo --data table.csv")]
    [InlineData("demo --backend abacus")]
    [InlineData("demo --backend rapidsnark:/no/such/program")]
    [InlineData("demo --device abacus")]
    [InlineData("audit --rpc nonsense --exchange 0x00")]
    [InlineData("setup --parameters 20 --out keys")]
    public async Task A_wrong_command_line_is_exit_code_2_with_a_reason(string line)
    {
        FlzkRun run = await Flzk.RunAsync(line.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Error);
    }

    private static IEnumerable<string> Leaves(Command command, string path)
    {
        if (command.Subcommands.Count == 0)
        {
            yield return path;
            yield break;
        }

        foreach (Command child in command.Subcommands)
        {
            foreach (string leaf in Leaves(child, $"{path} {child.Name}".Trim())) yield return leaf;
        }
    }
}
