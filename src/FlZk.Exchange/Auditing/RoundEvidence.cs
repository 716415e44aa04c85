using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Rounds;
using FlZk.Statements;

namespace FlZk.Exchange.Auditing;

/// <summary>What the parts of a round's examination have found so far: each adds its own and reads what those before it found.</summary>
internal sealed class RoundEvidence(
    ChainTestimony testimony, ExchangeHistory history, AuditOptions options, JobView job, LinkedVerificationKey? key, int number)
{
    public ChainTestimony Testimony => testimony;

    public ExchangeHistory History => history;

    public AuditOptions Options => options;

    public JobView Job => job;

    public LinkedVerificationKey? Key => key;

    public int Number => number;

    public RoundId Id { get; } = testimony.Contracts.Coordinator.RoundId(job.Id, number);

    /// <summary>The indexed fields of the coordinator's events of this round.</summary>
    public IReadOnlyDictionary<string, object> OfRound { get; } = new Dictionary<string, object> { ["jobId"] = job.Id, ["round"] = number };

    public CheckList Checks { get; } = new();

    public Contract Coordinator => testimony.Contracts.Coordinator.Contract;

    /// <summary>The contract's state of the round; null when it could not be read.</summary>
    public RoundView? State { get; set; }

    /// <summary>Whether the round failed after its proof, for want of a publication.</summary>
    public bool FailedUnpublished { get; set; }

    /// <summary>Whether the round was settled by a proposal that nobody challenged.</summary>
    public bool IsUnproved { get; set; }

    /// <summary>Who committed to what.</summary>
    public Dictionary<Address, Hash32> Committed { get; } = [];

    /// <summary>Each committed provider's multiplier when it committed, recomputed, in basis points.</summary>
    public Dictionary<Address, int> Multipliers { get; } = [];

    /// <summary>The reveals in chain order.</summary>
    public List<AuditedReveal> Reveals { get; } = [];

    /// <summary>Whether the proposal's own file opened it here.</summary>
    public bool IsOpened { get; set; }

    /// <summary>W, recomputed.</summary>
    public long TotalWeight { get; set; }

    /// <summary>C_S, recomputed.</summary>
    public VectorCommitment Sum { get; set; }

    /// <summary>The settling proof, once read.</summary>
    public AggregateProof? Proof { get; set; }

    public Address Settler { get; set; }

    /// <summary>The settling transaction, or the proposing one.</summary>
    public Hash32 Settlement { get; set; }

    /// <summary>The published model, when it opens C_Y.</summary>
    public int[]? Model { get; set; }

    public double VerifyMilliseconds { get; set; }

    /// <summary>What the round pays each of <see cref="Reveals"/>.</summary>
    public IReadOnlyList<BigInteger>? Shares { get; set; }

    /// <summary>The coordinator's events of this round of one name.</summary>
    public Task<IReadOnlyList<ContractEvent>> EventsAsync(string name, CancellationToken cancellation) =>
        testimony.EventsAsync(Coordinator, name, OfRound, cancellation);
}
