namespace FlZk.Statements;

/// <summary>A record of one contribution in a link key.</summary>
/// <param name="Party">Who made it.</param>
/// <param name="Contribution">Its <see cref="LinkContribution.Statement"/> hash.</param>
public readonly record struct LinkContributor(string Party, KeccakHash Contribution);
