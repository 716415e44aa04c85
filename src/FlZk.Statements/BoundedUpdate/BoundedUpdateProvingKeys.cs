using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>All that proving bounded updates of one length takes, checked once when it is put together. Safe to share.</summary>
public sealed class BoundedUpdateProvingKeys : LinkedProvingKeys<BoundedUpdateVerificationKey>
{
    /// <summary>Takes keys that belong together.</summary>
    /// <param name="zkeyPath">The circuit key's file, for provers that are other programs.</param>
    /// <param name="groth16">The same key.</param>
    /// <param name="parameters">What the circuit was compiled for.</param>
    /// <param name="link">The link key.</param>
    /// <param name="generators">At least d generators.</param>
    /// <exception cref="KeyException">
    /// A key is unsafe (no contribution, gamma = delta, gamma not [1]2, dependent bases, malformed link elements) or they do not belong
    /// together.
    /// </exception>
    /// <exception cref="ArgumentException">There are fewer generators than parameters.</exception>
    public BoundedUpdateProvingKeys(
        string zkeyPath, ProvingKey groth16, BoundedUpdateParameters parameters, LinkProvingKey link, PedersenGenerators generators)
        : this(zkeyPath, Sound(groth16), groth16.VerificationKey, groth16.Origin, parameters, link, generators)
    {
    }

    /// <summary>The same for provers that need no proving key, which tests with known trapdoors have.</summary>
    internal BoundedUpdateProvingKeys(
        string zkeyPath,
        ProvingKey? groth16,
        VerificationKey circuit,
        KeyOrigin circuitOrigin,
        BoundedUpdateParameters parameters,
        LinkProvingKey link,
        PedersenGenerators generators)
        : base(
            zkeyPath, groth16, circuit, link, generators,
            BoundedUpdateVerificationKey.Create(circuit, circuitOrigin, parameters, link)) =>
        link.Require(new BoundedUpdateLinkRelation(circuit, generators, link.Shape));
}
