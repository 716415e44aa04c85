namespace FlZk.Exchange.Deliveries;

/// <summary>What became of a batch of deliveries.</summary>
/// <param name="Receipts">One for each update accepted now or before, in the order of delivery.</param>
/// <param name="Refusals">The others, each with its reason.</param>
/// <param name="Elapsed">Time the checks took.</param>
public sealed record IntakeResult(IReadOnlyList<ContributionReceipt> Receipts, IReadOnlyList<DeliveryRefusal> Refusals, TimeSpan Elapsed);
