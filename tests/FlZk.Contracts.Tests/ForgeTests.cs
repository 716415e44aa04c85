using FlZk.Contracts.Tests.Forge;
using FlZk.Exchange.Contracts;
using FlZk.Platform;
using FlZk.Platform.Node;
using FlZk.Platform.Processes;

[assembly: AssemblyFixture(typeof(ForgeRun))]

namespace FlZk.Contracts.Tests;

/// <summary>Every forge test as a case of its own.</summary>
public sealed class ForgeTests(ForgeRun run)
{
    public static TheoryData<string, string> Declared()
    {
        var data = new TheoryData<string, string>();
        foreach ((string suite, string test) in ForgeTestNames.All()) data.Add(suite, test);
        return data;
    }

    [Theory]
    [MemberData(nameof(Declared))]
    public void Forge(string suite, string test)
    {
        Assert.True(run.Failure.Length == 0, run.Failure);
        Assert.True(run.Results.TryGetValue((suite, test), out ForgeTestResult? result), "forge did not run this test");
        foreach ((string figure, long gas) in result.Gas) TestContext.Current.TestOutputHelper?.WriteLine($"{gas,10:N0}  {figure}");
        Assert.True(result.Passed, result.Reason);
    }

    [Fact]
    public void Every_test_that_forge_ran_is_shown()
    {
        Assert.True(run.Failure.Length == 0, run.Failure);
        Assert.Equal(ForgeTestNames.All().Order(), run.Results.Keys.Order());
    }

    [Fact]
    public async Task Contracts_are_formatted()
    {
        await NodePackages.EnsureRestoredAsync(ProjectLayout.Contracts);
        ProcessResult result = await ChildProcess.RunAsync(
            NodePackages.Command(ProjectLayout.Contracts, "forge"),
            ["fmt", "--check"],
            ProjectLayout.Contracts,
            environment: ContractArtifacts.ForgeEnvironment);
        // npm's launcher of forge ends with 0 whatever forge says, so what forge prints decides.
        Assert.True(result.ExitCode == 0 && result.StandardOutput.Length == 0, result.StandardOutput + result.StandardError);
    }
}
