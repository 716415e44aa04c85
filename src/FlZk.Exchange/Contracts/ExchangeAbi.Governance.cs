using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <content>Token, governor and timelock: what of them the exchange and its users call.</content>
internal static partial class ExchangeAbi
{
    /// <summary><c>FltToken</c>, and as far as transfers go any other ERC-20 (EIP-20, EIP-2612, EIP-5805).</summary>
    public static ContractAbi Token { get; } = Interface(
        "event Transfer(address indexed from, address indexed to, uint256 value)",
        "event Approval(address indexed owner, address indexed spender, uint256 value)",
        "event DelegateChanged(address indexed delegator, address indexed fromDelegate, address indexed toDelegate)",
        "event DelegateVotesChanged(address indexed delegate, uint256 previousVotes, uint256 newVotes)",
        "function name() view returns (string value)",
        "function symbol() view returns (string value)",
        "function decimals() view returns (uint8 value)",
        "function totalSupply() view returns (uint256 value)",
        "function balanceOf(address account) view returns (uint256 value)",
        "function allowance(address owner, address spender) view returns (uint256 value)",
        "function approve(address spender, uint256 value) returns (bool success)",
        "function transfer(address to, uint256 value) returns (bool success)",
        "function transferFrom(address from, address to, uint256 value) returns (bool success)",
        "function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)",
        "function nonces(address owner) view returns (uint256 value)",
        "function delegate(address delegatee)",
        "function delegateBySig(address delegatee, uint256 nonce, uint256 expiry, uint8 v, bytes32 r, bytes32 s)",
        "function delegates(address account) view returns (address value)",
        "function getVotes(address account) view returns (uint256 value)",
        "function getPastVotes(address account, uint256 timepoint) view returns (uint256 value)",
        "function getPastTotalSupply(uint256 timepoint) view returns (uint256 value)");

    /// <summary><c>ExchangeGovernor</c> (OpenZeppelin's Governor with timelock control).</summary>
    public static ContractAbi Governor { get; } = Interface(
        "event ProposalCreated(uint256 proposalId, address proposer, address[] targets, uint256[] values, string[] signatures, bytes[] "
        + "calldatas, uint256 voteStart, uint256 voteEnd, string description)",
        "event ProposalQueued(uint256 proposalId, uint256 etaSeconds)",
        "event ProposalExecuted(uint256 proposalId)",
        "event ProposalCanceled(uint256 proposalId)",
        "event VoteCast(address indexed voter, uint256 proposalId, uint8 support, uint256 weight, string reason)",
        "function propose(address[] targets, uint256[] values, bytes[] calldatas, string description) returns (uint256 proposalId)",
        "function queue(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash) returns (uint256 proposalId)",
        "function execute(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash) payable returns (uint256 "
        + "proposalId)",
        "function cancel(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash) returns (uint256 proposalId)",
        "function castVote(uint256 proposalId, uint8 support) returns (uint256 weight)",
        "function castVoteBySig(uint256 proposalId, uint8 support, address voter, bytes signature) returns (uint256 weight)",
        "function nonces(address owner) view returns (uint256 value)",
        "function castVoteWithReason(uint256 proposalId, uint8 support, string reason) returns (uint256 weight)",
        "function hashProposal(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash) view returns (uint256 "
        + "proposalId)",
        "function state(uint256 proposalId) view returns (uint8 value)",
        "function proposalSnapshot(uint256 proposalId) view returns (uint256 value)",
        "function proposalDeadline(uint256 proposalId) view returns (uint256 value)",
        "function proposalEta(uint256 proposalId) view returns (uint256 value)",
        "function proposalProposer(uint256 proposalId) view returns (address value)",
        "function proposalVotes(uint256 proposalId) view returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes)",
        "function hasVoted(uint256 proposalId, address account) view returns (bool value)",
        "function votingDelay() view returns (uint256 value)",
        "function votingPeriod() view returns (uint256 value)",
        "function proposalThreshold() view returns (uint256 value)",
        "function quorum(uint256 timepoint) view returns (uint256 value)",
        "function clock() view returns (uint48 value)",
        "function timelock() view returns (address value)",
        "function token() view returns (address value)");

    /// <summary><c>ExchangeTimelock</c>, OpenZeppelin's <c>TimelockController</c>.</summary>
    public static ContractAbi Timelock { get; } = Interface(
        "event CallScheduled(bytes32 indexed id, uint256 indexed index, address target, uint256 value, bytes data, bytes32 predecessor, "
        + "uint256 delay)",
        "event CallExecuted(bytes32 indexed id, uint256 indexed index, address target, uint256 value, bytes data)",
        "event Cancelled(bytes32 indexed id)",
        "event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)",
        "event RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender)",
        "function getMinDelay() view returns (uint256 value)",
        "function getTimestamp(bytes32 id) view returns (uint256 value)",
        "function isOperation(bytes32 id) view returns (bool value)",
        "function isOperationPending(bytes32 id) view returns (bool value)",
        "function isOperationReady(bytes32 id) view returns (bool value)",
        "function isOperationDone(bytes32 id) view returns (bool value)",
        "function hashOperationBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt) pure "
        + "returns "
        + "(bytes32 value)",
        "function cancel(bytes32 id)",
        "function hasRole(bytes32 role, address account) view returns (bool value)",
        "function grantRole(bytes32 role, address account)",
        "function revokeRole(bytes32 role, address account)",
        "function renounceRole(bytes32 role, address callerConfirmation)",
        "function DEFAULT_ADMIN_ROLE() view returns (bytes32 value)",
        "function PROPOSER_ROLE() view returns (bytes32 value)",
        "function EXECUTOR_ROLE() view returns (bytes32 value)",
        "function CANCELLER_ROLE() view returns (bytes32 value)");
}
