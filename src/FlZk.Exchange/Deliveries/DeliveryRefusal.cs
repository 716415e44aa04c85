using FlZk.Ethereum;

namespace FlZk.Exchange.Deliveries;

/// <summary>A delivery that gets no receipt. The round goes on without it.</summary>
/// <param name="Provider">Who delivered.</param>
/// <param name="Reason">Why it is refused, as a sentence.</param>
public sealed record DeliveryRefusal(Address Provider, string Reason);
