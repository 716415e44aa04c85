using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>Refuses keys that look like keys but under which anyone can forge.</summary>
/// <remarks>
/// <c>snarkjs zkey verify</c> says Ok to a key without any contribution. In such a key delta = gamma, so C can absorb any change of vk_x:
/// a proof for public signals x becomes one for x' by adding vk_x - vk_x' to C.
/// </remarks>
public static class KeyInspection
{
    /// <summary>Requires what every sound verification key has.</summary>
    /// <exception cref="KeyException">
    /// alpha, beta, gamma or delta is infinity or outside its group; two of beta, gamma and delta are equal or opposite; an input base is
    /// infinity, or equals another or its negative, so that two public signals could stand in for each other.
    /// </exception>
    public static void RequireSound(VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Alpha.IsInfinity || !key.Alpha.IsOnCurve) throw new KeyException("The key's alpha is no generator of G1.");
        RequireGenerator(key.Beta, "beta");
        RequireGenerator(key.Gamma, "gamma");
        RequireGenerator(key.Delta, "delta");
        if (key.Gamma == key.Delta || key.Gamma == -key.Delta)
        {
            throw new KeyException(
                "The key's gamma equals its delta: it has no phase-2 contribution, and anyone can forge proofs under it.");
        }

        // e(alpha, beta) then moves into the term beside it: A = vk_x + alpha, B = gamma + delta, C = A for beta = gamma.
        if (key.Beta.X == key.Gamma.X || key.Beta.X == key.Delta.X)
        {
            throw new KeyException(
                "The key's beta equals its gamma or its delta, or the opposite of one: anyone can forge proofs under it.");
        }

        // Points with one x coordinate are equal or opposite.
        ReadOnlySpan<G1Affine> bases = key.InputBases.Span;
        var seen = new Dictionary<Fp, int>(bases.Length);
        for (int i = 0; i < bases.Length; i++)
        {
            if (!bases[i].IsOnCurve) throw new KeyException($"The key's input base IC[{i}] is off the curve.");
            if (bases[i].IsInfinity)
                throw new KeyException($"The key's input base IC[{i}] is infinity: its public signal would not be bound by any proof.");
            if (!seen.TryAdd(bases[i].X, i))
            {
                throw new KeyException(
                    $"The key's input bases IC[{seen[bases[i].X]}] and IC[{i}] are the same up to sign: one public signal could stand in "
                    + $"for the other.");
            }
        }
    }

    /// <summary>Requires what a sound proving key has, on top of its verification key: a contribution that
    /// its delta comes from, and points that belong together.</summary>
    /// <exception cref="KeyException">
    /// As for <see cref="RequireSound(VerificationKey)"/>; or there is no contribution; or the last contribution does not end at the key's
    /// delta; or beta or delta differ between G1 and G2.
    /// </exception>
    public static void RequireSound(ProvingKeyHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        if (header.Contributions.Count == 0)
            throw new KeyException("The key has no phase-2 contribution: anyone can forge proofs under it.");
        header.VerificationKey.RequireSound();
        if (header.Contributions[^1].DeltaAfter != header.Delta1)
            throw new KeyException("The key's delta is not the one its last contribution ended at.");
        RequireSameLogarithm(header.Beta1, header.VerificationKey.Beta, "beta");
        RequireSameLogarithm(header.Delta1, header.VerificationKey.Delta, "delta");
    }

    /// <summary>Requires what a linked statement needs: a sound key with gamma = [1]2, because the link adds
    /// committed points to vk_x under the generator.</summary>
    /// <exception cref="KeyException">As for <see cref="RequireSound(VerificationKey)"/>, or gamma is another point.</exception>
    public static void RequireLinkable(VerificationKey key)
    {
        RequireSound(key);
        if (key.Gamma != G2Affine.Generator)
            throw new KeyException("The key's gamma is not [1]2, which linked statements need; snarkjs's keys have it.");
    }

    private static void RequireGenerator(G2Affine point, string name)
    {
        if (point.IsInfinity || !point.IsOnCurve || !point.IsInSubgroup) throw new KeyException($"The key's {name} is no generator of G2.");
    }

    private static void RequireSameLogarithm(G1Affine first, G2Affine second, string name)
    {
        if (!Pairing.ProductIsOne([-first, G1Affine.Generator], [G2Affine.Generator, second]))
            throw new KeyException($"The key's {name} differs between G1 and G2: the file was put together from different keys.");
    }
}
