using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>All that proving bounded updates of one length takes, checked once when it is put together. Safe to share.</summary>
public sealed class BoundedUpdateProvingKeys
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
    {
        ZkeyPath = zkeyPath;
        ProvingKey = groth16;
        Circuit = circuit;
        Link = link;
        Generators = generators;
        Verification = BoundedUpdateVerificationKey.Create(circuit, circuitOrigin, parameters, link);
        link.Require(new BoundedUpdateLinkRelation(circuit, generators, link.Shape));
    }

    /// <summary>The circuit key's file.</summary>
    public string ZkeyPath { get; }

    /// <summary>The circuit key's verifier part.</summary>
    public VerificationKey Circuit { get; }

    /// <summary>The link key.</summary>
    public LinkProvingKey Link { get; }

    /// <summary>The commitment generators.</summary>
    public PedersenGenerators Generators { get; }

    /// <summary>What verifiers need; its origin is development when either key's is.</summary>
    public BoundedUpdateVerificationKey Verification { get; }

    /// <summary>The circuit key.</summary>
    internal ProvingKey? ProvingKey { get; }

    private static ProvingKey Sound(ProvingKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        key.RequireSound();
        return key;
    }
}
