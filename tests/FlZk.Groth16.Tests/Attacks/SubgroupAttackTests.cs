using FlZk.Bn254;

namespace FlZk.Groth16.Tests;

/// <summary>What the test of B's subgroup is worth: off the subgroup the pairing is no pairing, and one proof gets two verdicts.</summary>
public sealed class SubgroupAttackTests(TestCircuits circuits)
{
    [Fact]
    public void Off_the_subgroup_the_pairing_is_not_bilinear()
    {
        G1Affine p = G1Affine.Generator;
        G2Affine stray = TwistPoints.OutsideSubgroup();
        Assert.NotEqual(Pairing.Pair(p, stray).Square(), Pairing.Pair(p + p, stray));
        Assert.NotEqual(Pairing.Pair(p, stray).Square(), Pairing.Pair(p, stray + stray));
        Assert.Equal(Pairing.Pair(p, G2Affine.Generator).Square(), Pairing.Pair(p + p, G2Affine.Generator));
    }

    [Fact]
    public void Equations_that_are_the_same_on_the_subgroup_judge_a_stray_B_differently()
    {
        TestCircuit circuit = circuits["multiplier"];
        VerificationKey key = circuit.DevelopmentKey.VerificationKey;
        G1Affine input = Verifier.InputPoint(key, circuit.PublicSignals);
        Proof proof = NativeProver.Prove(circuit.DevelopmentKey, circuit.Witness).Proof;
        G2Affine stray = TwistPoints.OutsideSubgroup();

        // Split as B = B' + T, an honest proof holds for a verifier that adds the parts up, and not for one that pairs them by themselves.
        bool Added(G2Affine t) => Verifier.EquationHolds(key, input, proof with { B = proof.B - t + t });
        bool Apart(G2Affine t) => Pairing.ProductIsOne(
            [-proof.A, -proof.A, key.Alpha, input, proof.C], [proof.B - t, t, key.Beta, key.Gamma, key.Delta]);
        Assert.True(Added(stray));
        Assert.False(Apart(stray));
        Assert.True(Apart(G2Affine.Generator));

        // So no verdict is given on what lies outside.
        Assert.False(Verifier.Verify(key, circuit.PublicSignals, proof with { B = proof.B - stray }));
    }
}
