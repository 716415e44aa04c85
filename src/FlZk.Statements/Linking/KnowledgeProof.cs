using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>Schnorr's proof of knowing k behind [k]2 (CRYPTO 1989), made non-interactive by hashing: s G = T + c [k]2.</summary>
/// <param name="Nonce">T = [t]2.</param>
/// <param name="Response">s = t + c k.</param>
internal readonly record struct KnowledgeProof(G2Affine Nonce, Fr Response)
{
    /// <summary>Proves knowledge of <paramref name="secret"/>.</summary>
    /// <param name="secret">k.</param>
    /// <param name="challenge">c as a function of the nonce point.</param>
    public static KnowledgeProof Prove(Fr secret, Func<G2Affine, Fr> challenge)
    {
        Fr t = Fr.Random();
        G2Affine nonce = G2Affine.Generator * t;
        return new KnowledgeProof(nonce, t + (challenge(nonce) * secret));
    }

    /// <summary>Whether the equation holds for <paramref name="key"/> under <paramref name="challenge"/>.</summary>
    public bool Holds(G2Affine key, Fr challenge) => G2Affine.Generator * Response == Nonce + (key * challenge);
}
