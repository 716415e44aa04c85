using FlZk.Ethereum.Abi;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Tests.Chain;

namespace FlZk.Exchange.Tests.Contracts;

public sealed class ExchangeAbiTests(TestExchange exchange)
{
    [Theory]
    [InlineData("DataExchange")]
    [InlineData("ModelCoordinator")]
    [InlineData("RewardDistributor")]
    [InlineData("StakeVault")]
    [InlineData("LinkedGroth16Verifier")]
    [InlineData("FltToken")]
    public void Every_declaration_is_the_compilers(string contract)
    {
        ContractAbi ours = contract switch
        {
            "DataExchange" => ExchangeAbi.DataExchange,
            "ModelCoordinator" => ExchangeAbi.ModelCoordinator,
            "RewardDistributor" => ExchangeAbi.RewardDistributor,
            "StakeVault" => ExchangeAbi.StakeVault,
            "LinkedGroth16Verifier" => ExchangeAbi.LinkedVerifier,
            _ => ExchangeAbi.Token,
        };
        ContractAbi compiled = ContractArtifact.Read(exchange.Artifacts.PathOf(contract)).Abi;
        foreach (AbiFunction function in ours.Functions)
        {
            AbiFunction real = compiled.Function(function.Signature);
            Assert.Equal(real.Outputs.Select(static o => o.Type.Name), function.Outputs.Select(static o => o.Type.Name));
            Assert.Equal(Members(real.Inputs), Members(function.Inputs));
            Assert.Equal(real.IsReadOnly, function.IsReadOnly);
        }

        foreach (AbiEvent happening in ours.Events)
        {
            AbiEvent real = compiled.Event(happening.Signature);
            Assert.Equal(real.Inputs.Select(static i => (i.Name, i.IsIndexed)), happening.Inputs.Select(static i => (i.Name, i.IsIndexed)));
        }
    }

    [Fact]
    public void Every_error_of_the_contracts_is_known()
    {
        string[] known = [.. ExchangeAbi.DataExchange.Errors.Select(static e => e.Signature)];
        foreach (string contract in (string[])["DataExchange", "ModelCoordinator", "RewardDistributor", "StakeVault",
            "LinkedGroth16Verifier"])
        {
            foreach (AbiError error in ContractArtifact.Read(exchange.Artifacts.PathOf(contract)).Abi.Errors)
                Assert.Contains(error.Signature, known);
        }
    }

    // Struct members are written in order, so their names must match too.
    private static IEnumerable<string> Members(IReadOnlyList<AbiParameter> parameters) =>
        parameters.SelectMany(static p => p.Type.Components.Select(static c => c.Name));
}
