using System.CommandLine;
using FlZk.Cli.Commands.Aggregators;
using FlZk.Cli.Commands.Circuits;
using FlZk.Cli.Commands.Committees;
using FlZk.Cli.Commands.Contributions;
using FlZk.Cli.Commands.Datasets;
using FlZk.Cli.Commands.Demo;
using FlZk.Cli.Commands.Deploy;
using FlZk.Cli.Commands.Doctor;
using FlZk.Cli.Commands.Exchange;
using FlZk.Cli.Commands.Governance;
using FlZk.Cli.Commands.Groth16;
using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Commands.Learning;
using FlZk.Cli.Commands.Marketplace;
using FlZk.Cli.Commands.Providers;
using FlZk.Cli.Commands.Relaying;
using FlZk.Cli.Commands.Reputations;
using FlZk.Cli.Commands.Settlements;
using FlZk.Cli.Commands.Setup;
using FlZk.Cli.Commands.Staking;
using FlZk.Cli.Commands.Statements;
using FlZk.Cli.Commands.Tokens;
using FlZk.Cli.Commands.Verifiers;

namespace FlZk.Cli;

/// <summary>Every top-level command, in the order the help shows them.</summary>
internal static class CommandCatalog
{
    public static IEnumerable<Command> All() =>
    [
        new DemoCommand(),
        new DoctorCommand(),
        new PrepareCommand(),
        new Command("circuit", "The circuit catalogue.") { new CircuitListCommand(), new CircuitBuildCommand(), new CircuitInfoCommand() },
        new Command("groth16", "Groth16 for any circom circuit, on snarkjs's files.")
        {
            new Groth16SetupCommand(),
            new Groth16NewCommand(),
            new Groth16ContributeCommand(),
            new Groth16BeaconCommand(),
            new Groth16VerifyKeyCommand(),
            new Groth16ProveCommand(),
            new Groth16VerifyCommand(),
            new Groth16BatchVerifyCommand(),
            new Groth16InspectCommand(),
            new Command("export", "Other forms of keys, proofs and witnesses.")
            {
                new ExportVerificationKeyCommand(),
                new ExportSolidityCalldataCommand(),
                new ExportWitnessCommand(),
            },
        },
        new SetupCommand
        {
            new Command("link", "The link ceremony: a link key among parties that need not trust each other.")
            {
                new LinkNewCommand(),
                new LinkContributeCommand(),
                new LinkCombineCommand(),
                new LinkVerifyCommand(),
            },
            new InspectCommand(),
        },
        new QuantiseCommand(),
        new CommitCommand(),
        new ProveCommand(),
        new VerifyCommand(),
        new AuditCommand(),
        new AggregateCommand(),
        new SendCommand(),
        new DeployCommand(),
        new Command("job", "Training jobs: create, browse, run, close.")
        {
            new JobTemplateCommand(),
            new JobCreateCommand(),
            new JobListCommand(),
            new JobShowCommand(),
            new JobStartCommand(),
            new JobPushCommand(),
            new JobDistributeCommand(),
            new JobCloseCommand(),
            new JobRefundCommand(),
        },
        new Command("provider", "A provider's part: register data, join, commit, reveal, claim, leave.")
        {
            new ProviderDatasetCommand(),
            new ProviderJoinCommand(),
            new ProviderLeaveCommand(),
            new ProviderRestakeCommand(),
            new ProviderRefreshCommand(),
            new ProviderCommitCommand(),
            new ProviderRevealCommand(),
            new ProviderClaimCommand(),
            new ProviderReportCommand(),
            new ProviderStatusCommand(),
            new ProviderListCommand(),
        },
        new Command("contribution", "Proofs that single updates keep a job's bound: prove, sign, check, reveal together, report.")
        {
            new ContributionProveCommand(),
            new ContributionVerifyCommand(),
            new ContributionSignCommand(),
            new ContributionRevealCommand(),
            new ContributionReportCommand(),
        },
        new Command("aggregator", "An aggregator's part: accept the role, give receipts, settle.")
        {
            new AggregatorAcceptCommand(),
            new AggregatorIntakeCommand(),
            new AggregatorPushCommand(),
            new AggregatorProposeCommand(),
            new AggregatorSettleCommand(),
            new AggregatorFinalCommand(),
            new AggregatorReleaseCommand(),
        },
        new Command("committee", "Committees: the beacon key, the draw, the members.")
        {
            new CommitteeKeyCommand(),
            new CommitteeFulfilCommand(),
            new CommitteeRecordCommand(),
            new CommitteeShowCommand(),
        },
        new Command("settlement", "Optimistic settlements: check a proposal, challenge it, resolve the challenge.")
        {
            new SettlementShowCommand(),
            new SettlementCheckCommand(),
            new SettlementChallengeCommand(),
            new SettlementResolveCommand(),
        },
        new Command("stake", "Bonds: deposit, unbond, withdraw.")
        {
            new StakeDepositCommand(),
            new StakeUnbondCommand(),
            new StakeWithdrawCommand(),
            new StakeCollectCommand(),
            new StakeShowCommand(),
        },
        new Command("token", "FLT: balances, transfers, approvals.")
        {
            new TokenShowCommand(),
            new TokenTransferCommand(),
            new TokenApproveCommand(),
            new TokenPermitCommand(),
        },
        new RelayCommand(),
        new Command("reputation", "Reputations, by which rewards are multiplied.")
        {
            new ReputationShowCommand(),
            new ReputationCreditCommand(),
        },
        new Command("dataset", "Data sets and what is attested of them.")
        {
            new DatasetShowCommand(),
            new DatasetListCommand(),
            new DatasetAttestCommand(),
            new DatasetSignCommand(),
            new DatasetRevokeCommand(),
        },
        new Command("verifier", "The verifiers that new jobs may name.") { new VerifierListCommand() },
        new Command("market", "Licences to finalised models.")
        {
            new MarketListCommand(),
            new MarketShowCommand(),
            new MarketOfferCommand(),
            new MarketDelistCommand(),
            new MarketBuyCommand(),
            new MarketClaimCommand(),
        },
        new Command("governance", "Proposals: what the holders of FLT decide and the timelock carries out.")
        {
            new GovernanceTemplateCommand(),
            new GovernanceProposeCommand(),
            new GovernanceVoteCommand(),
            new GovernanceQueueCommand(),
            new GovernanceExecuteCommand(),
            new GovernanceCancelCommand(),
            new GovernanceVetoCommand(),
            new GovernanceStepDownCommand(),
            new GovernanceListCommand(),
            new GovernanceShowCommand(),
            new GovernanceDelegateCommand(),
            new GovernanceSignVoteCommand(),
            new GovernanceSignDelegationCommand(),
        },
    ];
}
