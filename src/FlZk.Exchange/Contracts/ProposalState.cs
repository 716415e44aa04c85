namespace FlZk.Exchange.Contracts;

/// <summary>Where a governance proposal is. The order is the governor's.</summary>
public enum ProposalState
{
    /// <summary>Voting has not begun.</summary>
    Pending,

    /// <summary>Votes are taken.</summary>
    Active,

    /// <summary>Withdrawn by its proposer before the vote, or cancelled in the timelock.</summary>
    Canceled,

    /// <summary>Voted down, or short of the quorum.</summary>
    Defeated,

    /// <summary>Accepted; to be queued in the timelock.</summary>
    Succeeded,

    /// <summary>Waiting out the timelock's delay, or to be executed.</summary>
    Queued,

    /// <summary>No longer executable.</summary>
    Expired,

    /// <summary>Done.</summary>
    Executed,
}
