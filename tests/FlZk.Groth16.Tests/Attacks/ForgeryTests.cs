using System.Text.Json;
using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Groth16.Tests;

/// <summary>Forgeries that hold in the bare equation and are refused by every public path. Each shows what its check is worth.</summary>
public sealed class ForgeryTests(TestCircuits circuits)
{
    [Fact]
    public async Task Without_a_contribution_anyone_proves_anything_and_snarkjs_says_yes()
    {
        TestCircuit circuit = circuits["many_public"];
        ProvingKey initial = ProvingKey.Read(circuit.InitialKeyPath);
        VerificationKey key = initial.VerificationKey;
        Assert.Empty(initial.Contributions);
        Assert.Equal(key.Gamma, key.Delta);

        // gamma = delta: A = alpha, B = beta, and C cancels vk_x, for any public signals and without any witness.
        Fr[] anything = [.. circuit.PublicSignals.Select((_, i) => Fr.FromUInt64((ulong)i * 1000))];
        G1Affine input = Verifier.InputPoint(key, anything);
        var forged = new Proof(key.Alpha, key.Beta, -input);
        Assert.True(Verifier.EquationHolds(key, input, forged));
        bool[] verdicts = await SnarkjsOracle.VerifyAsync(circuits.Folder, (key.ToJson(), PublicSignals.ToJson(anything), forged.ToJson()));
        Assert.Equal([true], verdicts);

        AssertRefused("gamma equals its delta", () => Verifier.Verify(key, anything, forged));
        AssertRefused("gamma equals its delta", () => Verifier.Verify(VerificationKey.ParseJson(key.ToJson()), anything, forged));
        AssertRefused("gamma equals its delta", () => Verifier.Verify(key, input, forged));
        AssertRefused("no phase-2 contribution", () => NativeProver.Prove(initial, circuit.Witness));
        AssertRefused("no phase-2 contribution", () => KeyInspection.RequireSound(initial.Header));
    }

    [Fact]
    public async Task Snarkjs_calls_a_key_without_contribution_ok_and_inspection_does_not()
    {
        TestCircuit circuit = circuits["multiplier"];
        JsonElement[] answers = await SnarkjsOracle.RunAsync(
            circuits.Folder,
            new
            {
                operation = "verifyKey",
                r1cs = circuit.ConstraintSystemPath,
                ptau = circuits.PowersOfTau,
                zkey = circuit.InitialKeyPath
            },
            new
            {
                operation = "verifyKey",
                r1cs = circuit.ConstraintSystemPath,
                ptau = circuits.PowersOfTau,
                zkey = circuit.ContributedKeyPath
            });
        Assert.All(answers, answer => Assert.True(answer.GetBoolean()));
        AssertRefused("no phase-2 contribution", () => KeyInspection.RequireSound(ProvingKey.ReadHeader(circuit.InitialKeyPath)));
        KeyInspection.RequireSound(ProvingKey.ReadHeader(circuit.ContributedKeyPath));
    }

    [Fact]
    public void With_delta_the_negative_of_gamma_anyone_proves_anything()
    {
        VerificationKey sound = circuits["many_public"].DevelopmentKey.VerificationKey;
        var key = new VerificationKey(sound.Alpha, sound.Beta, sound.Gamma, -sound.Gamma, sound.InputBases.Span);
        Fr[] anything = [.. Enumerable.Range(0, key.PublicCount).Select(i => Fr.FromUInt64((ulong)i))];
        G1Affine input = Verifier.InputPoint(key, anything);
        var forged = new Proof(key.Alpha, key.Beta, input);
        Assert.True(Verifier.EquationHolds(key, input, forged));
        AssertRefused("gamma equals its delta", () => Verifier.Verify(key, anything, forged));
    }

    [Fact]
    public void An_input_base_at_infinity_leaves_its_signal_free()
    {
        TestCircuit circuit = circuits["unused_input"];
        VerificationKey sound = circuit.DevelopmentKey.VerificationKey;
        Proof proof = NativeProver.Prove(circuit.DevelopmentKey, circuit.Witness).Proof;

        // The key without the row of public input 2 (nonce = 0): its base is infinity, and the proof holds for every nonce.
        G1Affine[] bases = sound.InputBases.ToArray();
        bases[3] = G1Affine.Infinity;
        var key = new VerificationKey(sound.Alpha, sound.Beta, sound.Gamma, sound.Delta, bases);
        Fr[] signals = circuit.PublicSignals;
        signals[2] = Fr.FromUInt64(77);
        Assert.True(Verifier.EquationHolds(key, Verifier.InputPoint(key, signals), proof));
        AssertRefused("infinity", () => Verifier.Verify(key, signals, proof));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Equal_or_opposite_input_bases_let_signals_stand_in_for_each_other(bool opposite)
    {
        TestCircuit circuit = circuits["unused_input"];
        VerificationKey sound = circuit.DevelopmentKey.VerificationKey;
        Proof proof = NativeProver.Prove(circuit.DevelopmentKey, circuit.Witness).Proof;
        G1Affine[] bases = sound.InputBases.ToArray();
        bases[3] = opposite ? -bases[2] : bases[2];
        var key = new VerificationKey(sound.Alpha, sound.Beta, sound.Gamma, sound.Delta, bases);

        // context = 42, nonce = 0 was proved; 42 + 8 and -+8 is claimed.
        Fr[] signals = circuit.PublicSignals;
        signals[1] += Fr.FromUInt64(8);
        signals[2] = opposite ? Fr.FromUInt64(8) : Fr.FromInt64(-8);
        Assert.True(Verifier.EquationHolds(key, Verifier.InputPoint(key, signals), proof));
        AssertRefused("IC[2] and IC[3] are the same up to sign", () => Verifier.Verify(key, signals, proof));
    }

    [Fact]
    public void A_chosen_input_point_with_an_infinite_C_is_refused_and_one_without_shows_that_the_overload_needs_a_link()
    {
        VerificationKey key = circuits["multiplier"].DevelopmentKey.VerificationKey;
        G1Affine delta1 = circuits["multiplier"].DevelopmentKey.Header.Delta1;

        // e(alpha, beta + gamma) = e(alpha, beta) e(alpha, gamma): vk_x = alpha passes with C = 0.
        var simplest = new Proof(key.Alpha, key.Beta + key.Gamma, G1Affine.Infinity);
        Assert.True(Verifier.EquationHolds(key, key.Alpha, simplest));
        Assert.False(Verifier.Verify(key, key.Alpha, simplest));

        // C = -1 and vk_x = alpha + delta: nothing in the equation can tell. Whoever chooses vk_x must prove what it is made of.
        Proof undetectable = simplest with { C = -G1Affine.Generator };
        Assert.True(Verifier.Verify(key, key.Alpha + delta1, undetectable));
    }

    [Fact]
    public void A_public_signal_plus_the_modulus_is_refused_where_signals_enter()
    {
        string aliased = $"[\"{circuits["multiplier"].PublicSignals[0].ToBigInteger() + Fr.Modulus}\"]";
        Assert.Throws<FileFormatException>(() => PublicSignals.ParseJson(aliased));
    }

    [Fact]
    public void B_outside_the_subgroup_is_refused()
    {
        TestCircuit circuit = circuits["multiplier"];
        VerificationKey key = circuit.DevelopmentKey.VerificationKey;
        Proof proof = NativeProver.Prove(circuit.DevelopmentKey, circuit.Witness).Proof;

        // Such a B would make two verifiers disagree: their pairings agree on the subgroup of order r alone.
        G2Affine stray = TwistPoints.OutsideSubgroup();
        Assert.True(stray.IsOnCurve);
        foreach (G2Affine b in (G2Affine[])[stray, proof.B + stray])
        {
            Proof changed = proof with { B = b };
            Assert.True(b.IsOnCurve);
            Assert.False(b.IsInSubgroup);
            Assert.False(Verifier.IsWellFormed(changed));
            Assert.False(Verifier.Verify(key, circuit.PublicSignals, changed));
            string reason = Assert.Throws<FileFormatException>(() => Proof.ParseJson(changed.ToJson())).Reason;
            Assert.Contains("subgroup", reason, StringComparison.Ordinal);
            AssertRefused("gamma is no generator", () => Verifier.Verify(
                new VerificationKey(key.Alpha, key.Beta, b, key.Delta, key.InputBases.Span), circuit.PublicSignals, proof));
        }
    }

    [Fact]
    public void Points_at_infinity_in_a_proof_are_refused()
    {
        TestCircuit circuit = circuits["multiplier"];
        VerificationKey key = circuit.DevelopmentKey.VerificationKey;
        Proof proof = NativeProver.Prove(circuit.DevelopmentKey, circuit.Witness).Proof;
        Assert.False(Verifier.Verify(key, circuit.PublicSignals, proof with { A = G1Affine.Infinity }));
        Assert.False(Verifier.Verify(key, circuit.PublicSignals, proof with { B = G2Affine.Infinity }));
        Assert.False(Verifier.Verify(key, circuit.PublicSignals, proof with { C = G1Affine.Infinity }));
    }

    [Fact]
    public void An_input_point_at_infinity_or_off_the_curve_is_refused()
    {
        VerificationKey key = circuits["multiplier"].DevelopmentKey.VerificationKey;

        // e(alpha, beta + 7 delta) = e(alpha, beta) e(7 alpha, delta).
        Fr seven = Fr.FromUInt64(7);
        var forged = new Proof(key.Alpha, key.Beta + (key.Delta * seven), key.Alpha * seven);
        Assert.True(Verifier.EquationHolds(key, G1Affine.Infinity, forged));
        Assert.False(Verifier.Verify(key, G1Affine.Infinity, forged));
        Assert.False(Verifier.Verify(key, new G1Affine(Fp.One, Fp.One), forged));
    }

    [Fact]
    public void The_curve_equation_of_every_point_is_checked_before_it_is_paired()
    {
        // The loop's test of membership says something about points of the twist alone.
        TestCircuit circuit = circuits["multiplier"];
        Proof proof = NativeProver.Prove(circuit.DevelopmentKey, circuit.Witness).Proof;
        Assert.True(PreparedVerificationKey.IsOnCurves(proof));
        Assert.False(PreparedVerificationKey.IsOnCurves(proof with { A = new G1Affine(proof.A.X, proof.A.Y + Fp.One) }));
        Assert.False(PreparedVerificationKey.IsOnCurves(proof with { B = new G2Affine(proof.B.X, proof.B.Y + Fp2.One) }));
        Assert.False(PreparedVerificationKey.IsOnCurves(proof with { C = new G1Affine(proof.C.X + Fp.One, proof.C.Y) }));
    }

    [Fact]
    public void Keys_whose_parts_do_not_belong_together_are_refused()
    {
        ProvingKey key = circuits["multiplier"].ContributedKey;
        ProvingKeyHeader h = key.Header;
        VerificationKey v = key.VerificationKey;
        AssertRefused("last contribution", () => KeyInspection.RequireSound(With(h, v, h.Beta1, h.Delta1 + h.Delta1)));
        AssertRefused("beta differs", () => KeyInspection.RequireSound(With(h, v, h.Beta1 + h.Beta1, h.Delta1)));
        AssertRefused("no phase-2 contribution", () => KeyInspection.RequireSound(
            new ProvingKeyHeader(v, h.Beta1, h.Delta1, h.WireCount, h.DomainSize, h.CircuitHash, [])));
        var otherDelta = new VerificationKey(v.Alpha, v.Beta, v.Gamma, v.Delta + v.Delta, v.InputBases.Span);
        AssertRefused("delta differs", () => KeyInspection.RequireSound(With(h, otherDelta, h.Beta1, h.Delta1)));
        foreach (VerificationKey infinite in (VerificationKey[])
        [
            new(G1Affine.Infinity, v.Beta, v.Gamma, v.Delta, v.InputBases.Span),
            new(v.Alpha, G2Affine.Infinity, v.Gamma, v.Delta, v.InputBases.Span),
            new(v.Alpha, v.Beta, G2Affine.Infinity, v.Delta, v.InputBases.Span),
            new(v.Alpha, v.Beta, v.Gamma, G2Affine.Infinity, v.InputBases.Span),
        ])
        {
            AssertRefused("no generator", () => KeyInspection.RequireSound(infinite));
        }

        KeyInspection.RequireSound(h);
    }

    [Fact]
    public void Linked_statements_need_gamma_to_be_the_generator()
    {
        VerificationKey v = circuits["multiplier"].ContributedKey.VerificationKey;
        KeyInspection.RequireLinkable(v);
        var scaled = new VerificationKey(v.Alpha, v.Beta, v.Gamma + v.Gamma, v.Delta, v.InputBases.Span);
        KeyInspection.RequireSound(scaled);
        AssertRefused("not [1]2", () => KeyInspection.RequireLinkable(scaled));
    }

    private static ProvingKeyHeader With(ProvingKeyHeader h, VerificationKey key, G1Affine beta1, G1Affine delta1) =>
        new(key, beta1, delta1, h.WireCount, h.DomainSize, h.CircuitHash, h.Contributions);

    private static void AssertRefused(string reason, Action use) =>
        Assert.Contains(reason, Assert.Throws<KeyException>(use).Message, StringComparison.Ordinal);
}
