using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Governance;

/// <summary><c>flzk governance veto</c>: the guardian cancels what waits in the timelock.</summary>
internal sealed class GovernanceVetoCommand : ExchangeCommand
{
    private readonly ProposalOptions _proposal = new();

    public GovernanceVetoCommand()
        : base(
            Access.Sends,
            "veto",
            "Cancel a queued proposal in the timelock; the guardian may, and nothing else.",
            "flzk governance veto 1234 --book exchange.json --keystore guardian.json",
            "flzk governance veto --spec proposal.json --book exchange.json --keystore guardian.json")
        => AddAll(_proposal.OptionalNumber, _proposal.File);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        GovernanceProposal proposal = await _proposal.FindAsync(session, cancellation).ConfigureAwait(false);
        Hash32 operation = OperationOf(proposal, session.Contracts.Governor.Address);
        await session.Contracts.Timelock.CancelAsync(operation, cancellation).ConfigureAwait(false);
        return session.Done("The proposal is cancelled and will not be executed.", new { operation = operation.ToString() });
    }

    // OpenZeppelin's TimelockController.hashOperationBatch with the governor's salt: its address in the upper bytes, xor the text's hash.
    private static Hash32 OperationOf(GovernanceProposal proposal, Address governor)
    {
        byte[] salt = proposal.DescriptionHash.ToArray();
        byte[] own = governor.ToArray();
        for (int i = 0; i < own.Length; i++) salt[i] ^= own[i];
        return Keccak256.Hash(AbiEncoder.Encode(
            "(address[],uint256[],bytes[],bytes32,bytes32)",
            proposal.Actions.Select(action => (object)action.Target).ToArray(),
            proposal.Actions.Select(action => (object)action.Value).ToArray(),
            proposal.Actions.Select(action => (object)action.Data.ToArray()).ToArray(),
            default(Hash32),
            new Hash32(salt)));
    }
}
