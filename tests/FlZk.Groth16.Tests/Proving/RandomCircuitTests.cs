using System.Collections.Concurrent;
using CsCheck;
using FlZk.Bn254;

namespace FlZk.Groth16.Tests;

/// <summary>Completeness: a thousand proofs of random witnesses of random circuits, none of which any verifier refuses.</summary>
public sealed class RandomCircuitTests(TestCircuits circuits)
{
    private const int Circuits = 50;
    private const int WitnessesPerCircuit = 20;

    [Fact]
    public async Task A_thousand_random_proofs_are_all_valid_and_of_a_sample_snarkjs_says_so_too()
    {
        var sample = new ConcurrentBag<(string Key, string PublicSignals, string Proof)>();
        int proofs = 0;
        RandomCircuit.Gen.Sample(
            circuit =>
            {
                ProvingKey key = DevelopmentSetup.Generate(circuit.System, [1, 2, 3]);
                for (int i = 0; i < WitnessesPerCircuit; i++)
                {
                    Witness witness = circuit.Witness(i);
                    Assert.Null(circuit.System.FirstViolatedConstraint(witness));
                    Proof proof = NativeProver.Prove(key, witness).Proof;
                    Fr[] signals = witness.PublicSignals(circuit.System.PublicCount).ToArray();
                    Assert.True(Verifier.Verify(key.VerificationKey, signals, proof));
                    Interlocked.Increment(ref proofs);
                    if (i == 0) sample.Add((key.VerificationKey.ToJson(), PublicSignals.ToJson(signals), proof.ToJson()));
                }
            },
            iter: Circuits,
            threads: 1);

        Assert.Equal(Circuits * WitnessesPerCircuit, proofs);
        bool[] verdicts = await SnarkjsOracle.VerifyAsync(circuits.Folder, [.. sample]);
        Assert.Equal(Circuits, verdicts.Length);
        Assert.All(verdicts, Assert.True);
    }
}
