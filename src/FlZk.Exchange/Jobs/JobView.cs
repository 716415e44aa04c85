using FlZk.Ethereum;

namespace FlZk.Exchange.Jobs;

/// <summary>A job as the chain has it.</summary>
/// <param name="Id">Its number, from 1.</param>
/// <param name="Publisher">Who created it and pays.</param>
/// <param name="State">Open or closed.</param>
/// <param name="CreatedAt">The block time of its creation.</param>
/// <param name="ContributorCount">How many providers are registered.</param>
/// <param name="Spec">Its terms.</param>
public sealed record JobView(
    ulong Id, Address Publisher, JobState State, DateTimeOffset CreatedAt, int ContributorCount, TrainingJobSpec Spec);
