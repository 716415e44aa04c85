namespace FlZk.Groth16;

/// <summary>The checks that a phase-2 key must pass. Tests leave one out to show what it stops.</summary>
[Flags]
internal enum PhaseTwoCheck
{
    None = 0,

    /// <summary>At least one contribution, gamma and delta apart: <see cref="KeyInspection.RequireSound(ProvingKeyHeader)"/>.</summary>
    Soundness = 1 << 0,

    /// <summary>Every record carries the hash of the records before it.</summary>
    Transcript = 1 << 1,

    /// <summary>Every contributor knew the secret of its [s x]1.</summary>
    Knowledge = 1 << 2,

    /// <summary>Every delta is the one before times that secret.</summary>
    DeltaChain = 1 << 3,

    /// <summary>No secret is 1 or -1.</summary>
    Change = 1 << 4,

    /// <summary>A beacon's secret is the one that follows from its value.</summary>
    Beacon = 1 << 5,

    /// <summary>The key ends at the last contribution's delta, in both groups.</summary>
    FinalDelta = 1 << 6,

    /// <summary>Circuit hash, sizes, alpha, beta and gamma are those of the first key.</summary>
    Circuit = 1 << 7,

    /// <summary>Input bases, coefficients, A and B are those of the first key.</summary>
    Unchanged = 1 << 8,

    /// <summary>C is the first key's over delta.</summary>
    PointsC = 1 << 9,

    /// <summary>H is the first key's over delta.</summary>
    PointsH = 1 << 10,

    /// <summary>The first key has no contribution and delta = gamma = 1.</summary>
    First = 1 << 11,

    /// <summary>No record says that one party made all secrets.</summary>
    Origin = 1 << 12,
}
