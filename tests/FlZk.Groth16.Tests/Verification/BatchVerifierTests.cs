using CsCheck;
using FlZk.Bn254;

namespace FlZk.Groth16.Tests;

/// <summary>Many proofs at once give the verdicts that they give one by one.</summary>
public sealed class BatchVerifierTests(TestCircuits circuits)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(33)]
    public void Valid_proofs_are_accepted_in_any_number(int count)
    {
        (PreparedVerificationKey key, ProofClaim[] claims) = Claims("many_public", count);
        BatchVerdict verdict = BatchVerifier.Verify(key, claims);
        Assert.True(verdict.Accepted);
        Assert.Equal(count, verdict.Count);
        Assert.True(BatchVerifier.Verify(key, claims, new Execution(MaximumThreads: 1)).Accepted);
    }

    [Fact]
    public void Circuits_without_public_signals_verify_in_batches()
    {
        (PreparedVerificationKey key, ProofClaim[] claims) = Claims("no_public", 3);
        Assert.True(BatchVerifier.Verify(key, claims).Accepted);
        claims[1] = claims[1] with { Proof = claims[1].Proof with { C = -claims[1].Proof.C } };
        Assert.Equal([1], BatchVerifier.Verify(key, claims).Refused);
    }

    [Fact]
    public void Whichever_proofs_are_bad_are_named()
    {
        (PreparedVerificationKey key, ProofClaim[] claims) = Claims("many_public", 9);
        Gen.Int[0, Spoilt(claims[0]).Length].Array[claims.Length].Sample(
            faults =>
            {
                ProofClaim[] changed = [.. claims.Zip(faults, (claim, fault) => fault == 0 ? claim : Spoilt(claim)[fault - 1])];
                int[] expected = [.. Enumerable.Range(0, faults.Length).Where(i => faults[i] != 0)];
                BatchVerdict verdict = BatchVerifier.Verify(key, changed);
                Assert.Equal(expected, verdict.Refused);
                Assert.Equal(expected.Length == 0, verdict.Accepted);
                Assert.Equal(
                    expected,
                    Enumerable.Range(0, changed.Length).Where(i => !key.Verify(changed[i].PublicSignals, changed[i].Proof)));
            },
            iter: 12,
            threads: 1);
    }

    [Fact]
    public void Every_kind_of_fault_alone_is_named()
    {
        (PreparedVerificationKey key, ProofClaim[] claims) = Claims("many_public", 5);
        for (int fault = 0; fault < Spoilt(claims[0]).Length; fault++)
        {
            var changed = (ProofClaim[])claims.Clone();
            changed[3] = Spoilt(claims[3])[fault];
            Assert.Equal([3], BatchVerifier.Verify(key, changed).Refused);
        }
    }

    [Fact]
    public void Errors_that_cancel_pass_under_equal_coefficients_and_are_refused_under_random_ones()
    {
        (PreparedVerificationKey key, ProofClaim[] claims) = Claims("multiplier", 2);

        // C + X and C - X, and false signals beside them: neither proof is valid, their plain product is.
        G1Affine shift = G1Affine.Generator * Fr.FromUInt64(12345);
        ProofClaim[] forged =
        [
            claims[0] with { Proof = claims[0].Proof with { C = claims[0].Proof.C + shift } },
            claims[1] with { Proof = claims[1].Proof with { C = claims[1].Proof.C - shift } },
        ];
        Assert.True(Holds(key, forged, new BatchingCoefficient(1, 0), new BatchingCoefficient(1, 0)));
        Assert.True(Holds(key, forged, new BatchingCoefficient(-7, 3), new BatchingCoefficient(-7, 3)));
        Assert.False(Holds(key, forged, new BatchingCoefficient(1, 0), new BatchingCoefficient(2, 0)));
        Assert.Equal([0, 1], BatchVerifier.Verify(key, forged).Refused);
    }

    [Fact]
    public void Signals_that_cancel_pass_under_equal_coefficients_and_are_refused_under_random_ones()
    {
        (PreparedVerificationKey key, ProofClaim[] claims) = Claims("many_public", 2);
        Fr[] more = claims[0].PublicSignals.ToArray(), less = claims[1].PublicSignals.ToArray();
        more[1] += Fr.FromUInt64(5);
        less[1] -= Fr.FromUInt64(5);
        ProofClaim[] forged = [claims[0] with { PublicSignals = more }, claims[1] with { PublicSignals = less }];
        Assert.True(Holds(key, forged, new BatchingCoefficient(9, 9), new BatchingCoefficient(9, 9)));
        Assert.Equal([0, 1], BatchVerifier.Verify(key, forged).Refused);
    }

    [Fact]
    public void Coefficients_known_in_advance_let_errors_cancel()
    {
        (PreparedVerificationKey key, ProofClaim[] claims) = Claims("multiplier", 2);
        BatchingCoefficient first = new(11, -4), second = new(-3, 8);
        G1Affine shift = G1Affine.Generator;
        ProofClaim[] forged =
        [
            claims[0] with { Proof = claims[0].Proof with { C = claims[0].Proof.C + (shift * second) } },
            claims[1] with { Proof = claims[1].Proof with { C = claims[1].Proof.C - (shift * first) } },
        ];
        Assert.True(Holds(key, forged, first, second));
        Assert.Equal([0, 1], BatchVerifier.Verify(key, forged).Refused);
    }

    [Fact]
    public void A_zero_coefficient_accepts_anything_in_its_place()
    {
        (PreparedVerificationKey key, ProofClaim[] claims) = Claims("multiplier", 2);
        ProofClaim[] forged = [claims[0], Spoilt(claims[1])[0]];
        Assert.True(Holds(key, forged, new BatchingCoefficient(5, 6), default));
        Assert.False(Holds(key, forged, new BatchingCoefficient(5, 6), new BatchingCoefficient(0, 1)));
        Assert.Equal([1], BatchVerifier.Verify(key, forged).Refused);
    }

    [Fact]
    public void B_outside_the_subgroup_is_found_in_its_place_even_under_a_zero_coefficient()
    {
        (PreparedVerificationKey key, ProofClaim[] claims) = Claims("multiplier", 3);
        claims[1] = claims[1] with { Proof = claims[1].Proof with { B = claims[1].Proof.B + TwistPoints.OutsideSubgroup() } };

        // Zero times whatever e(A, B) is: the equation alone says yes.
        var members = new bool[3];
        BatchingCoefficient one = new(1, 0);
        Assert.True(BatchVerifier.EquationHolds(key, claims, [one, default, one], members, default));
        Assert.Equal([true, false, true], members);
        Assert.Equal([1], BatchVerifier.Verify(key, claims).Refused);

        // The verdict goes by membership too, not by the equation alone.
        BatchVerdict verdict = BatchVerifier.Verify(
            key, claims, n => n == 3 ? [one, default, one] : BatchingCoefficient.Random(n), default);
        Assert.Equal([1], verdict.Refused);
    }

    [Fact]
    public void Coefficients_are_fresh_for_every_batch()
    {
        BatchingCoefficient[] drawn = [.. BatchingCoefficient.Random(50), .. BatchingCoefficient.Random(50)];
        Assert.Equal(100, drawn.Select(c => (c.K0, c.K1)).Distinct().Count());
        Assert.All(drawn, c => Assert.False(c.K0 == 0 || c.K1 == 0));
    }

    [Fact]
    public void Unsafe_keys_cannot_be_prepared()
    {
        VerificationKey sound = circuits["many_public"].DevelopmentKey.VerificationKey;
        foreach (VerificationKey key in (VerificationKey[])
        [
            new(sound.Alpha, sound.Beta, sound.Delta, sound.Delta, sound.InputBases.Span),
            new(sound.Alpha, sound.Beta, sound.Gamma, -sound.Gamma, sound.InputBases.Span),
            new(G1Affine.Infinity, sound.Beta, sound.Gamma, sound.Delta, sound.InputBases.Span),
            new(sound.Alpha, G2Affine.Infinity, sound.Gamma, sound.Delta, sound.InputBases.Span),
            new(sound.Alpha, TwistPoints.OutsideSubgroup(), sound.Gamma, sound.Delta, sound.InputBases.Span),
            new(new G1Affine(sound.Alpha.X, sound.Alpha.Y + Fp.One), sound.Beta, sound.Gamma, sound.Delta, sound.InputBases.Span),
            new(sound.Alpha, sound.Beta, sound.Gamma, sound.Delta, [.. sound.InputBases.Span[1..], new G1Affine(Fp.One, Fp.One)]),
        ])
        {
            Assert.Throws<KeyException>(() => new PreparedVerificationKey(key));
        }
    }

    private static bool Holds(PreparedVerificationKey key, ProofClaim[] claims, params BatchingCoefficient[] coefficients)
    {
        var members = new bool[claims.Length];
        bool holds = BatchVerifier.EquationHolds(key, claims, coefficients, members, default);
        Assert.DoesNotContain(false, members);
        return holds;
    }

    private static ProofClaim[] Spoilt(ProofClaim claim)
    {
        Proof proof = claim.Proof;
        Fr[] signals = claim.PublicSignals.ToArray();
        if (signals.Length > 0) signals[^1] += Fr.One;
        return
        [
            claim with { Proof = proof with { A = proof.A + G1Affine.Generator } },
            claim with { PublicSignals = signals },
            claim with { PublicSignals = claim.PublicSignals[1..] },
            claim with { PublicSignals = (Fr[])[.. claim.PublicSignals.Span, Fr.Zero] },
            claim with { Proof = proof with { A = new G1Affine(proof.A.X, proof.A.Y + Fp.One) } },
            claim with { Proof = proof with { C = new G1Affine(proof.C.X + Fp.One, proof.C.Y) } },
            claim with { Proof = proof with { B = new G2Affine(proof.B.X, proof.B.Y + Fp2.One) } },
            claim with { Proof = proof with { B = proof.B + TwistPoints.OutsideSubgroup() } },
            claim with { Proof = proof with { B = TwistPoints.OutsideSubgroup() } },
            claim with { Proof = proof with { A = G1Affine.Infinity } },
            claim with { Proof = proof with { B = G2Affine.Infinity } },
            claim with { Proof = proof with { C = G1Affine.Infinity } },
        ];
    }

    /// <summary>Valid proofs with different points: re-randomised by scaling A and B.</summary>
    private (PreparedVerificationKey Key, ProofClaim[] Claims) Claims(string name, int count)
    {
        TestCircuit circuit = circuits[name];
        Proof proof = NativeProver.Prove(circuit.DevelopmentKey, circuit.Witness).Proof;
        var claims = new ProofClaim[count];
        for (int i = 0; i < count; i++)
        {
            Fr k = Fr.FromUInt64((ulong)i + 2);
            claims[i] = new ProofClaim(circuit.PublicSignals, new Proof(proof.A * k, proof.B * k.Inverse(), proof.C));
        }

        return (new PreparedVerificationKey(circuit.DevelopmentKey.VerificationKey), claims);
    }
}
