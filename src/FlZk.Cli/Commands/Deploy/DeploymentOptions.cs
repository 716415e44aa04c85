using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Keys;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Cli.Commands.Deploy;

/// <summary>What a deployment fixes for good, and what governance starts with.</summary>
internal sealed class DeploymentOptions
{
    private const int VoteDecimals = 18;

    private static readonly DeploymentParameters Defaults = new();

    private readonly Option<string[]> _verifierKeys = new("--verifier-key")
    {
        Description = "A linked verification key (linked-key.bin, as 'flzk setup' leaves it) whose verifier is deployed and listed from "
            + "the start; may be given several times.",
        HelpName = "FILE",
    };
    private readonly Option<string[]> _contributionKeys = new("--contribution-key")
    {
        Description = "A key of bounded updates whose contribution verifier is deployed; may be given several times.",
        HelpName = "FILE",
    };
    private readonly Option<Address?> _treasury = ValueOptions.OptionalAddress(
        "--treasury", "Receives slashed stake that no provider was harmed by. Default: the timelock.");
    private readonly Option<Address?> _guardian = ValueOptions.OptionalAddress(
        "--guardian", "May cancel what governance has queued, and nothing else. Default: the deployer.");
    private readonly Option<Address?> _holder = ValueOptions.OptionalAddress(
        "--token-holder", "Gets the whole supply of FLT. Default: the deployer.");
    private readonly Option<TimeSpan?> _unbonding = Duration(
        "--unbonding-delay", "How long a bond waits before it leaves.", Defaults.UnbondingDelay);
    private readonly Option<TimeSpan?> _timelock = Duration(
        "--timelock-delay", "How long an accepted proposal waits before it can be executed.", Defaults.TimelockDelay);
    private readonly Option<TimeSpan?> _votingDelay = Duration(
        "--voting-delay", "From a proposal until votes are taken.", Defaults.VotingDelay);
    private readonly Option<TimeSpan?> _votingPeriod = Duration("--voting-period", "How long votes are taken.", Defaults.VotingPeriod);
    private readonly Option<TokenAmount?> _threshold = ValueOptions.OptionalAmount(
        "--proposal-threshold", $"Votes it takes to propose. Default: {TokenAmount.Format(Defaults.ProposalThreshold, VoteDecimals)}.");
    private readonly Option<int> _quorum = new("--quorum")
    {
        Description = "Part of the supply that must vote for or abstain, in percent.",
        HelpName = "PERCENT",
        DefaultValueFactory = _ => Defaults.QuorumPercent,
    };
    private readonly KeyPolicyOption _policy = new("List development keys on a chain that is not local. Anyone can forge under them.");

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_verifierKeys, _contributionKeys, _treasury, _guardian, _holder, _unbonding, _timelock,
            _votingDelay, _votingPeriod, _threshold, _quorum, _policy.Option])
        {
            command.Add(option);
        }
    }

    /// <summary>Reads and checks the keys, then deploys with what the options say.</summary>
    /// <param name="parsed">The options' values.</param>
    /// <param name="web3">The deployer.</param>
    /// <param name="planFile">Where an interrupted deployment is gone on from.</param>
    /// <param name="progress">Told of each contract.</param>
    /// <param name="cancellation">Stops between contracts.</param>
    /// <exception cref="FileFormatException">A key is malformed.</exception>
    /// <exception cref="KeyException">A key is unsafe, or not allowed on this chain.</exception>
    /// <exception cref="FlZk.Ethereum.JsonRpc.ChainException">The node cannot be reached or refused.</exception>
    public async Task<AddressBook> DeployAsync(
        ParseResult parsed, Web3 web3, string planFile, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        int quorum = parsed.GetValue(_quorum);
        if (quorum is < 0 or > 100) throw new UsageException($"--quorum is {quorum}; 0 to 100 percent are possible.");
        var parameters = new DeploymentParameters
        {
            Treasury = parsed.GetValue(_treasury),
            Guardian = parsed.GetValue(_guardian),
            TokenHolder = parsed.GetValue(_holder),
            UnbondingDelay = parsed.GetValue(_unbonding) ?? Defaults.UnbondingDelay,
            TimelockDelay = parsed.GetValue(_timelock) ?? Defaults.TimelockDelay,
            VotingDelay = parsed.GetValue(_votingDelay) ?? Defaults.VotingDelay,
            VotingPeriod = parsed.GetValue(_votingPeriod) ?? Defaults.VotingPeriod,
            ProposalThreshold = parsed.GetValue(_threshold)?.InUnits(VoteDecimals) ?? Defaults.ProposalThreshold,
            QuorumPercent = quorum,
        };
        ulong chain = await web3.Client.GetChainIdAsync(cancellation).ConfigureAwait(false);
        var verifiers = new List<(VerifierKind Kind, ReadOnlyMemory<byte> KeyBlob)>();
        foreach (string file in parsed.GetValue(_verifierKeys) ?? [])
        {
            byte[] blob = await File.ReadAllBytesAsync(file, cancellation).ConfigureAwait(false);
            _policy.Read(parsed).Require(chain, LinkedVerificationKey.FromBlob(blob, KeyOrigin.Ceremony, file));
            verifiers.Add((VerifierKind.Aggregate, blob));
        }

        foreach (string file in parsed.GetValue(_contributionKeys) ?? [])
        {
            byte[] blob = await File.ReadAllBytesAsync(file, cancellation).ConfigureAwait(false);
            _policy.Read(parsed).Require(chain, BoundedUpdateVerificationKey.FromBlob(blob, KeyOrigin.Ceremony, file));
            verifiers.Add((VerifierKind.Contribution, blob));
        }

        ContractArtifacts artifacts = await ContractArtifacts.EnsureBuiltAsync(progress, cancellation).ConfigureAwait(false);
        return await new ExchangeDeployment(web3, artifacts).DeployAsync(
            parameters, verifiers, planFile, progress, cancellation).ConfigureAwait(false);
    }

    private static Option<TimeSpan?> Duration(string name, string description, TimeSpan otherwise) =>
        ValueOptions.Duration(name, $"{description} Default: {DurationText.Format(otherwise)}.");
}
