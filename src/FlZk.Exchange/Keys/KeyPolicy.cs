using System.Text;
using FlZk.Bn254;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Keys;
using FlZk.Groth16;
using FlZk.Statements;

namespace FlZk.Exchange.Keys;

/// <summary>Whether a role may rely on development keys, under which anyone can forge, outside local chains.</summary>
public sealed class KeyPolicy
{
    private static readonly ulong[] LocalChainIds = [31337, 1337];

    // The seeds of development keys are public, so their keys can be told from their first point, wherever they turn up.
    private static readonly Lazy<HashSet<G1Affine>> DevelopmentAlphas = new(static () =>
        [.. CircuitCatalog.Read().Instances.Select(
        static instance => DevelopmentSetup.AlphaOf(Encoding.UTF8.GetBytes(DevelopmentKeys.Seed(instance))))]);

    private readonly bool _allowDevelopmentKeys;

    private KeyPolicy(bool allowDevelopmentKeys) => _allowDevelopmentKeys = allowDevelopmentKeys;

    /// <summary>Development keys on local chains only.</summary>
    public static KeyPolicy Strict { get; } = new(false);

    /// <summary>Development keys everywhere, for those who say so.</summary>
    public static KeyPolicy AllowDevelopmentKeys { get; } = new(true);

    /// <summary>Whether a chain id marks a local development chain.</summary>
    public static bool IsLocal(ulong chainId) => LocalChainIds.Contains(chainId);

    /// <summary>Whether a key says that it is for development, or has a circuit key of the catalogue's development keys or a marked link
    /// key, whatever it says.</summary>
    public static bool IsDevelopmentKey(LinkedKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Origin == KeyOrigin.Development || key.Link.IsDevelopment || DevelopmentAlphas.Value.Contains(key.Alpha);
    }

    /// <summary>Refuses development keys where they must not be relied on.</summary>
    /// <param name="chainId">The chain's id.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyException">It is a development key, the chain is not local, and nobody allowed it.</exception>
    public void Require(ulong chainId, LinkedKey key)
    {
        if (_allowDevelopmentKeys || IsLocal(chainId) || !IsDevelopmentKey(key)) return;
        throw new KeyException(
            $"The key is a development key, made from a public seed: anyone can forge proofs under it, and chain {chainId} is not a local "
            + "one. Use keys from a ceremony, or allow development keys explicitly.");
    }
}
