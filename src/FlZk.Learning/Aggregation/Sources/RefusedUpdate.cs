namespace FlZk.Learning.Aggregation.Sources;

/// <summary>An update that cannot enter a round.</summary>
/// <param name="Name">What a user knows it by.</param>
/// <param name="Reason">Why, as a sentence without the name.</param>
public sealed record RefusedUpdate(string Name, string Reason);
