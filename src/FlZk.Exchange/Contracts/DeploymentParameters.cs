using System.Numerics;
using FlZk.Ethereum;

namespace FlZk.Exchange.Contracts;

/// <summary>What a deployment fixes for good, and what governance starts with.</summary>
public sealed record DeploymentParameters
{
    /// <summary>Receives slashed stake that no provider was harmed by; null for the timelock, so that governance decides.</summary>
    public Address? Treasury { get; init; }

    /// <summary>May cancel what governance has queued, and nothing else; null for the deployer.</summary>
    public Address? Guardian { get; init; }

    /// <summary>Gets the whole supply of the token; null for the deployer.</summary>
    public Address? TokenHolder { get; init; }

    /// <summary>How long a bond waits before it leaves; longer than any job's phases and challenge windows together.</summary>
    public TimeSpan UnbondingDelay { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How long an accepted proposal waits before it can be executed.</summary>
    public TimeSpan TimelockDelay { get; init; } = TimeSpan.FromDays(2);

    /// <summary>From a proposal until votes are taken.</summary>
    public TimeSpan VotingDelay { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long votes are taken.</summary>
    public TimeSpan VotingPeriod { get; init; } = TimeSpan.FromDays(5);

    /// <summary>Votes it takes to propose, in the token's smallest units.</summary>
    public BigInteger ProposalThreshold { get; init; } = 100_000 * BigInteger.Pow(10, 18);

    /// <summary>Part of the supply that must vote for or abstain, in percent.</summary>
    public int QuorumPercent { get; init; } = 4;
}
