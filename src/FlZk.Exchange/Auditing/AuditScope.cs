namespace FlZk.Exchange.Auditing;

/// <summary>The limits of an audit's verdict (docs/protocol.md, "What is not proved").</summary>
public static class AuditScope
{
    /// <summary>One sentence per thing a valid verdict does not say.</summary>
    public static IReadOnlyList<string> NotCovered { get; } =
    [
        "That the node's chain is the one others see: signatures, hashes and proofs are recomputed here, "
            + "but a node could withhold its newest blocks, or show a chain of its own to an auditor who does not know the exchange's "
                + "address from elsewhere.",
        "That the keys were made honestly: the verdict holds if one party of each ceremony (powers of tau, phase 2, link) forgot its "
            + "share. Development keys have a public seed, so anyone can forge under them.",
        "That the verifier and the exchange run the source code they claim: their code was compared with what the job pinned "
            + "and with each other, not with a build of the sources.",
        "That block times, block hashes and PREVRANDAO are the chain's: they are taken from the node's headers, whose own hashes are not "
            + "recomputed.",
        "That tokens moved as the exchange's events say: balances of the bounty's and the stake's token are not followed.",
        "That any provider's data set is real, or that its local training was done as claimed.",
        "That providers are different people beyond their stakes.",
        "That an update inside its bounds is benign, or that the model is any good.",
        "That each update was in its range: the aggregator checks ranges when it signs a receipt; the chain sees commitments only.",
        "That a provider without a receipt was left out for a good reason.",
    ];
}
