using FlZk.Ethereum.Abi;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Tests.Chain;
using FlZk.Platform;

namespace FlZk.Exchange.Tests.Contracts;

public sealed class ExchangeAbiTests(TestExchange exchange)
{
    public static TheoryData<string> Contracts => [.. Bound.Keys];

    private static Dictionary<string, ContractAbi> Bound { get; } = new()
    {
        ["DataExchange"] = ExchangeAbi.DataExchange,
        ["IModelCoordinator"] = ExchangeAbi.ModelCoordinator,
        ["RewardDistributor"] = ExchangeAbi.RewardDistributor,
        ["StakeVault"] = ExchangeAbi.StakeVault,
        ["LinkedGroth16Verifier"] = ExchangeAbi.LinkedVerifier,
        ["BoundedUpdateVerifier"] = ExchangeAbi.ContributionVerifier,
        ["FltToken"] = ExchangeAbi.Token,
        ["Reputation"] = ExchangeAbi.Reputation,
        ["CommitteeSelector"] = ExchangeAbi.CommitteeSelector,
        ["DataQualityOracle"] = ExchangeAbi.DataQualityOracle,
        ["OptimisticSettlement"] = ExchangeAbi.OptimisticSettlement,
        ["ContributionDisputes"] = ExchangeAbi.ContributionDisputes,
        ["ModelMarketplace"] = ExchangeAbi.ModelMarketplace,
        ["VerifierRegistry"] = ExchangeAbi.VerifierRegistry,
        ["ExchangeGovernor"] = ExchangeAbi.Governor,
        ["ExchangeTimelock"] = ExchangeAbi.Timelock,
    };

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Every_declaration_is_the_compilers(string contract)
    {
        ContractAbi ours = Bound[contract];
        ContractAbi compiled = Compiled(contract);
        foreach (AbiFunction function in ours.Functions.Where(f => !IsOfTheModule(contract, f)))
        {
            AbiFunction real = compiled.Function(function.Signature);
            Assert.Equal(real.Outputs.Select(static o => o.Type.Name), function.Outputs.Select(static o => o.Type.Name));
            Assert.Equal(Members(real.Inputs), Members(function.Inputs));
            Assert.Equal(Members(real.Outputs), Members(function.Outputs));
            Assert.Equal(real.StateMutability, function.StateMutability == "view" ? real.StateMutability : function.StateMutability);
            Assert.Equal(real.IsReadOnly, function.IsReadOnly);
        }

        foreach (AbiEvent happening in ours.Events.Where(e => !IsOfTheModule(contract, e)))
        {
            AbiEvent real = compiled.Event(happening.Signature);
            Assert.Equal(real.Inputs.Select(static i => (i.Name, i.IsIndexed)), happening.Inputs.Select(static i => (i.Name, i.IsIndexed)));
        }
    }

    [Fact]
    public void No_function_or_event_of_an_interface_is_left_out()
    {
        var known = new HashSet<string>(Bound.Values.SelectMany(static abi => abi.Functions).Select(static f => f.Signature));
        var told = new HashSet<string>(Bound.Values.SelectMany(static abi => abi.Events).Select(static e => e.Signature));
        foreach (string file in Directory.EnumerateFiles(Path.Combine(ProjectLayout.Contracts, "src", "interfaces"), "I*.sol"))
        {
            string name = Path.GetFileNameWithoutExtension(file);

            // What one contract asks of another and nobody else may call.
            if (name is "ICommitteeConsumer") continue;
            ContractAbi compiled = Compiled(name);
            Assert.All(compiled.Functions, f => Assert.Contains(f.Signature, known));
            Assert.All(compiled.Events, e => Assert.Contains(e.Signature, told));
        }
    }

    private static bool IsOfTheModule(string contract, AbiFunction function) => contract == "IModelCoordinator"
        && function.Name is "timelock" or "wiringHash" or "place" or "upgradeToAndCall";

    private static bool IsOfTheModule(string contract, AbiEvent happening) =>
        contract == "IModelCoordinator" && happening.Name == "Upgraded";

    // Struct members are written in order, so their names must match too.
    private static IEnumerable<string> Members(IReadOnlyList<AbiParameter> parameters) =>
        parameters.SelectMany(static p => p.Type.Components.Select(static c => c.Name));

    private ContractAbi Compiled(string contract) => ContractArtifact.Read(exchange.Artifacts.PathOf(contract)).Abi;
}
