using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>All that proving linked statements of one kind about vectors of one length takes, checked once when it is put together. Safe to
/// share.</summary>
/// <typeparam name="TKey">The verifier's key.</typeparam>
public abstract class LinkedProvingKeys<TKey>
    where TKey : LinkedKey
{
    private protected LinkedProvingKeys(
        string zkeyPath,
        ProvingKey? groth16,
        VerificationKey circuit,
        LinkProvingKey link,
        PedersenGenerators generators,
        TKey verification)
    {
        ZkeyPath = zkeyPath;
        ProvingKey = groth16;
        Circuit = circuit;
        Link = link;
        Generators = generators;
        Verification = verification;
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
    public TKey Verification { get; }

    /// <summary>The circuit key; null for provers that need none, which tests with known trapdoors have.</summary>
    internal ProvingKey? ProvingKey { get; }

    /// <summary>Requires a circuit key with a phase-2 contribution and sound elements.</summary>
    private protected static ProvingKey Sound(ProvingKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        key.RequireSound();
        return key;
    }
}
