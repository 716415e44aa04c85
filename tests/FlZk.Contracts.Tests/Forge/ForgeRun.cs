using System.Text.Json;
using FlZk.Contracts.Tests.Fixtures;
using FlZk.Exchange.Contracts;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Platform.Node;
using FlZk.Platform.Processes;

namespace FlZk.Contracts.Tests.Forge;

/// <summary>One run of all forge tests, with fresh fixtures from the C# prover; shared by every test class of this assembly.</summary>
public sealed class ForgeRun : IAsyncLifetime
{
    private const int TailLength = 4000;
    private readonly Dictionary<(string Suite, string Test), ForgeTestResult> _results = [];

    /// <summary>What forge reported, by suite and test name without parameters.</summary>
    public IReadOnlyDictionary<(string Suite, string Test), ForgeTestResult> Results => _results;

    /// <summary>What forge said when it could not even run the tests; empty when it could.</summary>
    public string Failure { get; private set; } = string.Empty;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await NodePackages.EnsureRestoredAsync(ProjectLayout.Contracts);
        await ContractFixtures.WriteAsync(CancellationToken.None);
        ProcessResult result;
        using (CrossProcessLock held = ContractArtifacts.AcquireLock())
        {
            result = await ChildProcess.RunAsync(
                NodePackages.Command(ProjectLayout.Contracts, "forge"),
                ["test", "--json"],
                ProjectLayout.Contracts,
                environment: ContractArtifacts.ForgeEnvironment);
        }

        // The exit code says only whether all passed; the report says which did not.
        string? report = result.StandardOutput.Split('\n').LastOrDefault(line => line.StartsWith('{'));
        if (report is null)
        {
            string said = result.StandardOutput + result.StandardError;
            Failure = said.Length > TailLength ? said[^TailLength..] : said;
            return;
        }

        using JsonDocument json = JsonDocument.Parse(report);
        foreach (JsonProperty suite in json.RootElement.EnumerateObject())
        {
            foreach (JsonProperty test in suite.Value.GetProperty("test_results").EnumerateObject())
            {
                _results[(suite.Name, test.Name.Split('(')[0])] = ForgeTestResult.Read(test.Value);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
