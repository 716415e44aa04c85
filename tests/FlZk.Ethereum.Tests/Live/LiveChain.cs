using System.Text;
using System.Text.Json;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Development;
using FlZk.Platform;
using FlZk.Platform.Node;
using FlZk.Platform.Processes;

namespace FlZk.Ethereum.Tests.Live;

/// <summary>A chain and a compiled contract, shared by the tests of a class.</summary>
public sealed class LiveChain : IAsyncLifetime
{
    public AnvilNode Node { get; private set; } = null!;

    public EthereumClient Client { get; private set; } = null!;

    public ContractArtifact Probe { get; private set; } = null!;

    public static async Task<string> CastAsync(params IEnumerable<string> arguments)
    {
        await NodePackages.EnsureRestoredAsync(ProjectLayout.Contracts);
        return (await ChildProcess.RunCheckedAsync(NodePackages.Command(ProjectLayout.Contracts, "cast"), arguments)).StandardOutput.Trim();
    }

    public async ValueTask InitializeAsync()
    {
        Node = await AnvilNode.StartAsync();
        Client = new EthereumClient(Node.Url);
        Probe = await CompileAsync("Probe");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Node.DisposeAsync();
    }

    private static async Task<ContractArtifact> CompileAsync(string name)
    {
        string source = await File.ReadAllTextAsync(
            Path.Combine(ProjectLayout.Root, "tests", "FlZk.Ethereum.Tests", "Live", name + ".sol"));
        string input = JsonSerializer.Serialize(new
        {
            language = "Solidity",
            sources = new Dictionary<string, object> { [name + ".sol"] = new { content = source } },
            settings = new
            {
                evmVersion = "cancun",
                outputSelection = new Dictionary<string, object>
                {
                    ["*"] = new Dictionary<string,
                    string[]>
                    { ["*"] = ["abi", "evm.bytecode", "evm.deployedBytecode"] }
                },
            },
        });
        ProcessResult result = await ChildProcess.RunCheckedAsync(
            "node", [Path.Combine(ProjectLayout.Contracts, "tools", "solc.js")], ProjectLayout.Contracts, standardInput: input);
        using var output = JsonDocument.Parse(result.StandardOutput);
        JsonElement contract = output.RootElement.GetProperty("contracts").GetProperty(name + ".sol").GetProperty(name);
        string artifact = JsonSerializer.Serialize(new
        {
            abi = contract.GetProperty("abi"),
            bytecode = contract.GetProperty("evm").GetProperty("bytecode"),
            deployedBytecode = contract.GetProperty("evm").GetProperty("deployedBytecode"),
        });
        return ContractArtifact.Parse(Encoding.UTF8.GetBytes(artifact), name + ".json");
    }
}
