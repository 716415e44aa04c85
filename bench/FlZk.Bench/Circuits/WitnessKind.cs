namespace FlZk.Bench.Circuits;

/// <summary>What the wires of a circuit mostly hold, on which the cost of a proof depends.</summary>
internal enum WitnessKind
{
    /// <summary>Bits.</summary>
    RangeChecks,

    /// <summary>Full-size field elements.</summary>
    Dense,

    /// <summary>Bits and numbers of a few digits: the project's own circuit.</summary>
    FedAvg,
}
