using System.CommandLine;
using System.Text.Json;
using FlZk.Cli;
using FlZk.Exchange.Contracts;

namespace FlZk.EndToEnd.Tests.Commands;

/// <summary>Everything that the exchange's contracts let somebody change has a command, or a reason why not: compared with the compiler's
/// output, so that a function added later is missed here.</summary>
public sealed class ReachabilityTests
{
    private const string ByProposal = "the timelock alone may: flzk governance propose";
    private const string Internal = "one contract of the exchange asks it of another, which alone may";
    private const string AtDeployment = "called once, by flzk deploy";
    private const string ByGovernor = "the governor alone schedules, and executes what it scheduled: flzk governance queue, execute";
    private const string TokenHook = "a token's contract asks whether it may send; nothing is sent";

    /// <summary>Contracts that hold the exchange's state, or what stands behind their proxies.</summary>
    private static readonly string[] Contracts =
    [
        "DataExchange", "ModelCoordinator", "RoundExtension", "RewardDistributor", "StakeVault", "FltToken", "Reputation",
        "CommitteeSelector", "DataQualityOracle", "OptimisticSettlement", "ContributionDisputes", "ModelMarketplace", "VerifierRegistry",
        "ExchangeGovernor", "ExchangeTimelock", "LinkedGroth16Verifier", "BoundedUpdateVerifier",
    ];

    private static readonly Dictionary<string, string> Commands = new()
    {
        ["DataExchange.createTrainingJob"] = "job create",
        ["DataExchange.registerDataset"] = "provider dataset",
        ["DataExchange.registerAsContributor"] = "provider join",
        ["DataExchange.refreshContributor"] = "provider refresh",
        ["DataExchange.leaveJob"] = "provider leave",
        ["DataExchange.registerAsAggregator"] = "aggregator accept",
        ["DataExchange.releaseAggregator"] = "aggregator release",
        ["DataExchange.closeJob"] = "job close",
        ["ModelCoordinator.startRound"] = "job start",
        ["ModelCoordinator.commitUpdate"] = "provider commit",
        ["ModelCoordinator.submitUpdate"] = "provider reveal",
        ["ModelCoordinator.submitProvedUpdate"] = "provider reveal",
        ["ModelCoordinator.submitUpdateFor"] = "aggregator push",
        ["ModelCoordinator.submitProvedUpdates"] = "contribution reveal",
        ["ModelCoordinator.advanceRound"] = "job push",
        ["ModelCoordinator.verifyAggregate"] = "aggregator settle",
        ["ModelCoordinator.publishModel"] = "aggregator settle",
        ["RoundExtension.publishModelPart"] = "aggregator settle",
        ["RoundExtension.verifyAggregateChunks"] = "aggregator settle",
        ["RoundExtension.completeAggregate"] = "aggregator settle",
        ["RoundExtension.proposeAggregate"] = "aggregator propose",
        ["RoundExtension.postReceipt"] = "aggregator push",
        ["RoundExtension.reportSilentProvider"] = "provider report",
        ["RoundExtension.failRound"] = "job push",
        ["RoundExtension.commitFinalWeights"] = "aggregator final",
        ["RewardDistributor.distributeRewards"] = "job distribute",
        ["RewardDistributor.claim"] = "provider claim",
        ["RewardDistributor.claimMany"] = "provider claim",
        ["RewardDistributor.withdrawRefund"] = "job refund",
        ["RewardDistributor.claimProceeds"] = "market claim",
        ["RewardDistributor.withdrawPublisherProceeds"] = "market claim",
        ["StakeVault.deposit"] = "stake deposit",
        ["StakeVault.startUnbonding"] = "stake unbond",
        ["StakeVault.withdraw"] = "stake withdraw",
        ["StakeVault.collectProceeds"] = "stake collect",
        ["FltToken.transfer"] = "token transfer",
        ["FltToken.transferFrom"] = "token transfer",
        ["FltToken.approve"] = "token approve",
        ["FltToken.permit"] = "relay",
        ["FltToken.delegate"] = "governance delegate",
        ["FltToken.delegateBySig"] = "relay",
        ["Reputation.credit"] = "reputation credit",
        ["CommitteeSelector.registerBeaconKey"] = "committee key",
        ["CommitteeSelector.recordEntropy"] = "committee record",
        ["CommitteeSelector.fulfil"] = "committee fulfil",
        ["DataQualityOracle.attest"] = "dataset attest",
        ["DataQualityOracle.attestBySignature"] = "relay",
        ["DataQualityOracle.revoke"] = "dataset revoke",
        ["OptimisticSettlement.challenge"] = "settlement challenge",
        ["OptimisticSettlement.resolve"] = "settlement resolve",
        ["ContributionDisputes.reportFailedContribution"] = "contribution report",
        ["ModelMarketplace.listModel"] = "market offer",
        ["ModelMarketplace.delistModel"] = "market delist",
        ["ModelMarketplace.buyLicence"] = "market buy",
        ["ExchangeGovernor.propose"] = "governance propose",
        ["ExchangeGovernor.queue"] = "governance queue",
        ["ExchangeGovernor.execute"] = "governance execute",
        ["ExchangeGovernor.cancel"] = "governance cancel",
        ["ExchangeGovernor.castVote"] = "governance vote",
        ["ExchangeGovernor.castVoteWithReason"] = "governance vote",
        ["ExchangeGovernor.castVoteBySig"] = "relay",
        ["ExchangeTimelock.cancel"] = "governance veto",
        ["ExchangeTimelock.renounceRole"] = "governance step-down",
    };

    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["*.initialize"] = AtDeployment,
        ["*.upgradeToAndCall"] = ByProposal,
        ["ModelCoordinator.openJob"] = Internal,
        ["ModelCoordinator.enrol"] = Internal,
        ["ModelCoordinator.withdrawProvider"] = Internal,
        ["ModelCoordinator.committeeDrawn"] = Internal,
        ["RoundExtension.demandProof"] = Internal,
        ["RewardDistributor.openPool"] = Internal,
        ["RewardDistributor.closePool"] = Internal,
        ["RewardDistributor.receiveCompensation"] = Internal,
        ["RewardDistributor.receiveProceeds"] = Internal,
        ["StakeVault.lock"] = Internal,
        ["StakeVault.unlock"] = Internal,
        ["StakeVault.slashNode"] = Internal,
        ["StakeVault.slashChallenged"] = Internal,
        ["Reputation.recordFault"] = Internal,
        ["CommitteeSelector.updateStake"] = Internal,
        ["CommitteeSelector.requestCommittee"] = Internal,
        ["DataQualityOracle.appointAttester"] = ByProposal,
        ["DataQualityOracle.dismissAttester"] = ByProposal,
        ["VerifierRegistry.list"] = ByProposal,
        ["VerifierRegistry.delist"] = ByProposal,
        ["ExchangeGovernor.relay"] = ByProposal,
        ["ExchangeGovernor.setVotingDelay"] = ByProposal,
        ["ExchangeGovernor.setVotingPeriod"] = ByProposal,
        ["ExchangeGovernor.setProposalThreshold"] = ByProposal,
        ["ExchangeGovernor.updateQuorumNumerator"] = ByProposal,
        ["ExchangeGovernor.updateTimelock"] = ByProposal,
        ["ExchangeGovernor.castVoteWithReasonAndParams"] = "its parameters mean nothing to this governor: flzk governance vote --reason",
        ["ExchangeGovernor.castVoteWithReasonAndParamsBySig"] = "the same, signed: flzk governance sign-vote",
        ["ExchangeTimelock.schedule"] = ByGovernor,
        ["ExchangeTimelock.scheduleBatch"] = ByGovernor,
        ["ExchangeTimelock.execute"] = ByGovernor,
        ["ExchangeTimelock.executeBatch"] = ByGovernor,
        ["ExchangeTimelock.grantRole"] = ByProposal,
        ["ExchangeTimelock.revokeRole"] = ByProposal,
        ["ExchangeTimelock.updateDelay"] = ByProposal,
        ["*.onERC721Received"] = TokenHook,
        ["*.onERC1155Received"] = TokenHook,
        ["*.onERC1155BatchReceived"] = TokenHook,
    };

    [Fact]
    public async Task Every_function_that_changes_something_has_a_command_or_a_reason()
    {
        ContractArtifacts artifacts = await ContractArtifacts.EnsureBuiltAsync();
        string[] functions = [.. Contracts.SelectMany(contract => Changing(artifacts, contract)).Distinct()];
        Assert.All(functions, function => Assert.True(
            Commands.ContainsKey(function) || Reasons.ContainsKey(function) || Reasons.ContainsKey(OfAny(function)),
            $"{function} has neither a command nor a reason for having none."));
        Assert.All(Commands.Keys, function => Assert.Contains(function, functions));
        Assert.All(
            Reasons.Keys.Where(static key => key[0] != '*'), function => Assert.Contains(function, functions));
        Assert.DoesNotContain(Commands.Keys, Reasons.ContainsKey);
    }

    [Fact]
    public void Every_command_named_is_one()
    {
        foreach (string path in Commands.Values.Distinct())
        {
            Command command = CommandTree.Build();
            foreach (string word in path.Split(' ')) command = Assert.Single(command.Subcommands, child => child.Name == word);
            Assert.Empty(command.Subcommands);
        }
    }

    private static string OfAny(string function) => "*" + function[function.IndexOf('.', StringComparison.Ordinal)..];

    private static IEnumerable<string> Changing(ContractArtifacts artifacts, string contract)
    {
        using JsonDocument artifact = JsonDocument.Parse(File.ReadAllBytes(artifacts.PathOf(contract)));
        return [.. artifact.RootElement.GetProperty("abi").EnumerateArray()
            .Where(entry => entry.GetProperty("type").GetString() == "function"
                && entry.GetProperty("stateMutability").GetString() is not ("view" or "pure"))
            .Select(entry => $"{contract}.{entry.GetProperty("name").GetString()}")];
    }
}
