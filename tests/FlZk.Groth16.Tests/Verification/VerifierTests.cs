using CsCheck;
using FlZk.Bn254;

namespace FlZk.Groth16.Tests;

/// <summary>What the verifier accepts and what it refuses.</summary>
public sealed class VerifierTests(TestCircuits circuits)
{
    private static readonly Gen<Fr> GenFr = Gen.Byte.Array[48].Select(b => Fr.ReduceBigEndian(b));

    [Fact]
    public void Any_changed_public_signal_makes_a_proof_invalid()
    {
        (TestCircuit circuit, Proof proof) = Proven("many_public");
        VerificationKey key = circuit.DevelopmentKey.VerificationKey;
        Gen.Select(Gen.Int[0, circuit.System.PublicCount - 1], GenFr).Where(c => !c.Item2.IsZero).Sample(
            change =>
            {
                Fr[] signals = circuit.PublicSignals;
                signals[change.Item1] += change.Item2;
                Assert.False(Verifier.Verify(key, signals, proof));
            },
            iter: 25,
            threads: 1);
    }

    [Fact]
    public void Any_changed_point_makes_a_proof_invalid()
    {
        (TestCircuit circuit, Proof proof) = Proven("multiplier");
        VerificationKey key = circuit.DevelopmentKey.VerificationKey;
        GenFr.Where(f => !f.IsZero).Sample(
            by =>
            {
                G1Affine shift = G1Affine.Generator * by;
                Assert.False(Verifier.Verify(key, circuit.PublicSignals, proof with { A = proof.A + shift }));
                Assert.False(Verifier.Verify(key, circuit.PublicSignals, proof with { B = proof.B + (G2Affine.Generator * by) }));
                Assert.False(Verifier.Verify(key, circuit.PublicSignals, proof with { C = proof.C + shift }));
            },
            iter: 5,
            threads: 1);
        Assert.False(Verifier.Verify(key, circuit.PublicSignals, proof with { A = -proof.A }));
        Assert.False(Verifier.Verify(key, circuit.PublicSignals, proof with { B = -proof.B }));
        Assert.False(Verifier.Verify(key, circuit.PublicSignals, proof with { C = -proof.C }));
    }

    [Fact]
    public void Changed_coordinates_leave_the_curve_and_are_refused()
    {
        (TestCircuit circuit, Proof proof) = Proven("multiplier");
        VerificationKey key = circuit.DevelopmentKey.VerificationKey;
        Proof[] offCurve =
        [
            proof with { A = new G1Affine(proof.A.X + Fp.One, proof.A.Y) },
            proof with { A = new G1Affine(proof.A.X, proof.A.Y + Fp.One) },
            proof with { B = new G2Affine(proof.B.X + Fp2.One, proof.B.Y) },
            proof with { B = new G2Affine(proof.B.X, proof.B.Y + Fp2.One) },
            proof with { C = new G1Affine(proof.C.X + Fp.One, proof.C.Y) },
            proof with { C = new G1Affine(proof.C.X, proof.C.Y + Fp.One) },
        ];
        Assert.All(offCurve, changed => Assert.False(Verifier.Verify(key, circuit.PublicSignals, changed)));
    }

    [Fact]
    public void Proofs_are_malleable_by_design()
    {
        (TestCircuit circuit, Proof proof) = Proven("multiplier");
        Fr k = Fr.FromUInt64(5);
        var scaled = new Proof(proof.A * k, proof.B * k.Inverse(), proof.C);
        Assert.True(Verifier.Verify(circuit.DevelopmentKey.VerificationKey, circuit.PublicSignals, scaled));
    }

    [Fact]
    public void Too_few_and_too_many_public_signals_are_refused()
    {
        (TestCircuit circuit, Proof proof) = Proven("many_public");
        VerificationKey key = circuit.DevelopmentKey.VerificationKey;
        Fr[] signals = circuit.PublicSignals;
        Assert.True(Verifier.Verify(key, signals, proof));
        Assert.False(Verifier.Verify(key, signals.AsSpan(1), proof));
        Assert.False(Verifier.Verify(key, signals.AsSpan(..^1), proof));
        Assert.False(Verifier.Verify(key, [.. signals, Fr.Zero], proof));
        Assert.False(Verifier.Verify(key, [], proof));
        Assert.Throws<ArgumentException>(() => Verifier.InputPoint(key, signals.AsSpan(1)));
    }

    [Fact]
    public void A_given_input_point_gives_the_verdict_of_its_signals()
    {
        (TestCircuit circuit, Proof proof) = Proven("many_public");
        VerificationKey key = circuit.DevelopmentKey.VerificationKey;
        G1Affine input = Verifier.InputPoint(key, circuit.PublicSignals);
        Assert.True(Verifier.Verify(key, input, proof));
        Assert.False(Verifier.Verify(key, input + G1Affine.Generator, proof));
        Assert.False(Verifier.Verify(key, G1Affine.Infinity, proof));
        Assert.False(Verifier.Verify(key, new G1Affine(input.X, input.Y + Fp.One), proof));
    }

    [Fact]
    public void Unused_public_inputs_are_bound_all_the_same()
    {
        (TestCircuit circuit, Proof proof) = Proven("unused_input");
        VerificationKey key = circuit.DevelopmentKey.VerificationKey;
        Fr[] signals = circuit.PublicSignals;
        Assert.True(Verifier.Verify(key, signals, proof));
        for (int i = 1; i <= 2; i++)
        {
            signals = circuit.PublicSignals;
            signals[i] += Fr.One;
            Assert.False(Verifier.Verify(key, signals, proof));
        }

        (signals = circuit.PublicSignals).AsSpan(1, 2).Reverse();
        Assert.False(Verifier.Verify(key, signals, proof));
    }

    private (TestCircuit Circuit, Proof Proof) Proven(string name)
    {
        TestCircuit circuit = circuits[name];
        return (circuit, NativeProver.Prove(circuit.DevelopmentKey, circuit.Witness).Proof);
    }
}
