namespace FlZk.Cli.Commands.Aggregators;

/// <summary>A delivery that got no receipt.</summary>
/// <param name="From">The provider, or the file when it could not be read.</param>
/// <param name="Reason">Why, as a sentence.</param>
internal sealed record RefusedDelivery(string From, string Reason);
