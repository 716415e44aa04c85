namespace FlZk.Exchange.Aggregation;

/// <summary>The points between an aggregator's durable steps, where a crash must lose nothing and repeat nothing that others see.</summary>
internal enum AggregatorStep
{
    DeliveryStored,
    ReceiptStored,
    AggregateComputed,
    AggregateStored,
    ProofComputed,
    ProofStored,
    SettlementSigned,
    SettlementSent,
    SettlementMined,
    PublicationSigned,
    PublicationSent,
    PublicationMined,
}
