using FlZk.Contracts.Tests.Forge;
using FlZk.Exchange.Contracts;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Platform.Processes;

namespace FlZk.Contracts.Tests;

/// <summary>How much of the contracts forge's tests reach.</summary>
public sealed class CoverageTests(ForgeRun run)
{
    /// <summary>Prints lines and branches of every file; the tool's exit code says whether docs/coverage.md is still true.</summary>
    [Fact]
    public async Task What_no_test_reaches_is_listed_and_justified()
    {
        // Forge's own run has written the fixtures that these runs need, too.
        Assert.True(run.Failure.Length == 0, run.Failure);
        using CrossProcessLock held = ContractArtifacts.AcquireLock();
        ProcessResult result = await ChildProcess.RunAsync(
            "node",
            [Path.Combine(ProjectLayout.Contracts, "tools", "coverage.js")],
            ProjectLayout.Contracts,
            environment: ContractArtifacts.ForgeEnvironment,
            cancellation: TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(result.StandardOutput);
        Assert.True(result.ExitCode == 0, result.StandardError + result.StandardOutput);
    }
}
