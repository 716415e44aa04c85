using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>Requires a Groth16 key that a bounded-update statement can be linked to.</summary>
public static class BoundedUpdateCircuitKey
{
    /// <summary>Requires a sound key with gamma = [1]2 and the public signals of a bounded-update circuit for
    /// <paramref name="chunkSize"/> parameters.</summary>
    /// <remarks>Whether the key has a phase-2 contribution shows in the .zkey alone: see <see cref="BoundedUpdateProvingKeys"/>.</remarks>
    /// <exception cref="KeyException">
    /// gamma is not [1]2 or equals delta; an input base is infinity or equals another (a key made without the rows that snarkjs adds per
    /// public signal); or the number of public signals is not K + 6.
    /// </exception>
    public static void Require(VerificationKey key, int chunkSize)
    {
        ArgumentNullException.ThrowIfNull(key);
        int expected = new BoundedUpdatePublicSignals(chunkSize).Count;
        if (key.PublicCount != expected)
        {
            throw new KeyException(
                $"The key has {key.PublicCount} public signals; a bounded-update circuit for {chunkSize} parameters has {expected}. It is "
                + "of another circuit.");
        }

        KeyInspection.RequireLinkable(key);
    }
}
