using FlZk.Bn254;

namespace FlZk.Groth16.Tests;

/// <summary>Keys with a point at infinity, or with input bases that depend on each other: the forgery under each, and
/// what refuses it.</summary>
public sealed class DegenerateKeyTests(TestCircuits circuits)
{
    private static readonly Fr Seven = Fr.FromUInt64(7);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_alpha_or_beta_at_infinity_anyone_proves_anything(bool alpha)
    {
        ProvingKey honest = circuits["many_public"].DevelopmentKey;
        VerificationKey sound = honest.VerificationKey;
        var key = new VerificationKey(
            alpha ? G1Affine.Infinity : sound.Alpha,
            alpha ? sound.Beta : G2Affine.Infinity,
            sound.Gamma,
            sound.Delta,
            sound.InputBases.Span);

        // e(alpha, beta) = 1, gamma = [1]2: A = vk_x + 7 delta, B = gamma, C = 7.
        Fr[] anything = Anything(key);
        G1Affine input = Verifier.InputPoint(key, anything);
        var forged = new Proof(input + (honest.Header.Delta1 * Seven), key.Gamma, G1Affine.Generator * Seven);
        AssertOnlyTheKeyStopsIt(key, anything, forged, "no generator");
    }

    [Fact]
    public void With_gamma_at_infinity_no_public_signal_is_bound()
    {
        VerificationKey sound = circuits["many_public"].DevelopmentKey.VerificationKey;
        var key = new VerificationKey(sound.Alpha, sound.Beta, G2Affine.Infinity, sound.Delta, sound.InputBases.Span);

        // A = alpha, B = beta + 7 delta, C = 7 alpha.
        var forged = new Proof(key.Alpha, key.Beta + (key.Delta * Seven), key.Alpha * Seven);
        AssertOnlyTheKeyStopsIt(key, Anything(key), forged, "no generator");
    }

    [Fact]
    public void With_delta_at_infinity_C_is_free()
    {
        TestCircuit circuit = circuits["many_public"];
        VerificationKey sound = circuit.DevelopmentKey.VerificationKey;
        var key = new VerificationKey(sound.Alpha, sound.Beta, sound.Gamma, G2Affine.Infinity, sound.InputBases.Span);

        // The input point is the forger's, as it is in a linked statement: A = alpha, B = beta + gamma, vk_x = alpha, any C.
        var forged = new Proof(key.Alpha, key.Beta + key.Gamma, G1Affine.Generator * Seven);
        Assert.True(Verifier.EquationHolds(key, key.Alpha, forged));
        AssertRefused("no generator", () => Verifier.Verify(key, key.Alpha, forged));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void With_beta_equal_or_opposite_to_gamma_or_delta_anyone_proves_anything(bool delta, bool opposite)
    {
        VerificationKey sound = circuits["many_public"].DevelopmentKey.VerificationKey;
        G2Affine twin = delta ? sound.Delta : sound.Gamma;
        var key = new VerificationKey(sound.Alpha, opposite ? -twin : twin, sound.Gamma, sound.Delta, sound.InputBases.Span);
        Fr[] anything = Anything(key);
        G1Affine input = Verifier.InputPoint(key, anything), alpha = opposite ? -key.Alpha : key.Alpha;

        // e(vk_x, gamma + delta) is both terms at once; alpha goes to the one that beta looks like.
        Proof forged = delta
            ? new Proof(input, key.Gamma + key.Delta, input - alpha)
            : new Proof(input + alpha, key.Gamma + key.Delta, input + alpha);
        AssertOnlyTheKeyStopsIt(key, anything, forged, "beta equals its gamma or its delta");
    }

    [Fact]
    public void A_base_that_is_a_multiple_of_another_lets_signals_stand_in_for_each_other_and_rows_of_their_own_prevent_it()
    {
        TestCircuit circuit = circuits["unused_input"];
        VerificationKey sound = circuit.DevelopmentKey.VerificationKey;
        Proof proof = NativeProver.Prove(circuit.DevelopmentKey, circuit.Witness).Proof;
        G1Affine[] bases = sound.InputBases.ToArray();
        bases[3] = bases[2] + bases[2];
        var key = new VerificationKey(sound.Alpha, sound.Beta, sound.Gamma, sound.Delta, bases);

        // context + 8 and nonce - 4 come to the same point. From points alone nobody can tell such a relation.
        Fr[] signals = circuit.PublicSignals;
        signals[1] += Fr.FromUInt64(8);
        signals[2] -= Fr.FromUInt64(4);
        Assert.True(Verifier.Verify(key, signals, proof));

        // A key made from the circuit has, for each public signal, a row in which it stands alone: its polynomials are independent.
        Assert.False(Verifier.Verify(sound, signals, proof));
        ProvingKey made = circuit.DevelopmentKey;
        for (int signal = 0; signal <= circuit.System.PublicCount; signal++)
        {
            int row = circuit.System.ConstraintCount + signal;
            Assert.Equal([signal], made.A.Columns(row).ToArray());
        }
    }

    private static Fr[] Anything(VerificationKey key) =>
        [.. Enumerable.Range(0, key.PublicCount).Select(i => Fr.FromUInt64((ulong)i * 1000))];

    private static void AssertOnlyTheKeyStopsIt(VerificationKey key, Fr[] signals, Proof forged, string reason)
    {
        Assert.True(Verifier.IsWellFormed(forged));
        Assert.True(Verifier.EquationHolds(key, Verifier.InputPoint(key, signals), forged));
        AssertRefused(reason, () => Verifier.Verify(key, signals, forged));
        AssertRefused(reason, () => _ = new PreparedVerificationKey(key));
        AssertRefused(reason, () => KeyInspection.RequireSound(key));
    }

    private static void AssertRefused(string reason, Action use) =>
        Assert.Contains(reason, Assert.Throws<KeyException>(use).Message, StringComparison.Ordinal);
}
