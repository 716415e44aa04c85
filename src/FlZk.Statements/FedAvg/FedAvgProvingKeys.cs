using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>All that proving FedAvg statements about models of one length takes, checked once when it is put together. Safe to
/// share.</summary>
public sealed class FedAvgProvingKeys : LinkedProvingKeys<LinkedVerificationKey>
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
    public FedAvgProvingKeys(
        string zkeyPath, ProvingKey groth16, FedAvgParameters parameters, LinkProvingKey link, PedersenGenerators generators)
        : this(zkeyPath, Sound(groth16), groth16.VerificationKey, groth16.Origin, parameters, link, generators)
    {
    }

    /// <summary>The same for provers that need no proving key, which tests with known trapdoors have.</summary>
    internal FedAvgProvingKeys(
        string zkeyPath,
        ProvingKey? groth16,
        VerificationKey circuit,
        KeyOrigin circuitOrigin,
        FedAvgParameters parameters,
        LinkProvingKey link,
        PedersenGenerators generators)
        : base(
            zkeyPath, groth16, circuit, link, generators,
            LinkedVerificationKey.Create(circuit, circuitOrigin, parameters, link)) =>
        link.Require(new FedAvgLinkRelation(circuit, generators, link.Shape));
}
