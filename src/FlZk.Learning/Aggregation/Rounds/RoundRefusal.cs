namespace FlZk.Learning.Aggregation.Rounds;

/// <summary>An update that did not enter a round.</summary>
/// <param name="Index">Its position among those offered, from 0.</param>
/// <param name="Name">What a user knows it by.</param>
/// <param name="Reason">Why, as a sentence without its name.</param>
/// <param name="ParameterIndex">The first offending parameter, or null when the whole update or its weight is meant.</param>
public sealed record RoundRefusal(int Index, string Name, string Reason, int? ParameterIndex);
