using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>Requires a Groth16 key that a statement can be linked to.</summary>
public static class LinkedCircuitKey
{
    /// <summary>Requires a sound key with gamma = [1]2 and the public signals of a statement's circuit for
    /// <paramref name="chunkSize"/> parameters.</summary>
    /// <remarks>Whether the key has a phase-2 contribution shows in the .zkey alone: see <see cref="LinkedProvingKeys{TKey}"/>.</remarks>
    /// <exception cref="KeyException">
    /// gamma is not [1]2 or equals delta; an input base is infinity or equals another (a key made without the rows that snarkjs adds per
    /// public signal); or the number of public signals is not the circuit's: 2 K + 5 for FedAvg, K + 6 for a bounded update.
    /// </exception>
    public static void Require(VerificationKey key, LinkedStatement statement, int chunkSize)
    {
        ArgumentNullException.ThrowIfNull(key);
        LinkedKeyKind kind = LinkedKeyKind.Of(statement);
        int expected = kind.Signals(chunkSize).Count;
        if (key.PublicCount != expected)
        {
            throw new KeyException(
                $"The key has {key.PublicCount} public signals; a {kind.Circuit} for {chunkSize} parameters has {expected}. It is of "
                + "another circuit.");
        }

        KeyInspection.RequireLinkable(key);
    }
}
