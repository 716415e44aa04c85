using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>All of a .zkey but its large arrays: enough to verify, to inspect and to tell which circuit and setup it is of.</summary>
public sealed class ProvingKeyHeader
{
    internal ProvingKeyHeader(
        VerificationKey verificationKey,
        G1Affine beta1,
        G1Affine delta1,
        int wireCount,
        int domainSize,
        ReadOnlyMemory<byte> circuitHash,
        IReadOnlyList<Contribution> contributions)
    {
        VerificationKey = verificationKey;
        Beta1 = beta1;
        Delta1 = delta1;
        WireCount = wireCount;
        DomainSize = domainSize;
        CircuitHash = circuitHash;
        Contributions = contributions;
    }

    /// <summary>The verifier's part.</summary>
    public VerificationKey VerificationKey { get; }

    /// <summary>[beta]1.</summary>
    public G1Affine Beta1 { get; }

    /// <summary>[delta]1.</summary>
    public G1Affine Delta1 { get; }

    /// <summary>Wires of the circuit, the constant one included.</summary>
    public int WireCount { get; }

    /// <summary>Public signals of the circuit.</summary>
    public int PublicCount => VerificationKey.PublicCount;

    /// <summary>Size of the evaluation domain, a power of two.</summary>
    public int DomainSize { get; }

    /// <summary>64 bytes that name the circuit and its phase 1, the same before and after contributions;
    /// empty when the file has no record.</summary>
    public ReadOnlyMemory<byte> CircuitHash { get; }

    /// <summary>The phase-2 contributions, oldest first.</summary>
    public IReadOnlyList<Contribution> Contributions { get; }

    /// <summary>
    /// Development when any contribution record says so: whoever made a development key knows tau, alpha and
    /// beta, and no later contribution mends that.
    /// </summary>
    public KeyOrigin Origin => Contributions.Any(static c => c.IsDevelopment) ? KeyOrigin.Development : KeyOrigin.Ceremony;
}
