using System.Text.Json;
using FlZk.Bn254;

namespace FlZk.Groth16.Tests;

/// <summary>Keys, witnesses and proofs go both ways between this project and snarkjs.</summary>
public sealed class SnarkjsInteroperabilityTests(TestCircuits circuits)
{
    [Theory]
    [MemberData(nameof(TestCircuits.Names), MemberType = typeof(TestCircuits))]
    public async Task Native_proofs_under_keys_of_both_makers_are_accepted_by_snarkjs(string name)
    {
        TestCircuit circuit = circuits[name];
        Proof underDevelopment = NativeProver.Prove(circuit.DevelopmentKey, circuit.Witness).Proof;
        Proof underContributed = NativeProver.Prove(circuit.ContributedKey, circuit.Witness).Proof;
        string signals = PublicSignals.ToJson(circuit.PublicSignals);

        bool[] verdicts = await SnarkjsOracle.VerifyAsync(
            circuits.Folder,
            (circuit.DevelopmentKey.VerificationKey.ToJson(), signals, underDevelopment.ToJson()),
            (circuit.ContributedKey.VerificationKey.ToJson(), signals, underContributed.ToJson()),
            (circuit.ContributedKey.VerificationKey.ToJson(), signals, underDevelopment.ToJson()));

        Assert.Equal([true, true, false], verdicts);
    }

    [Theory]
    [MemberData(nameof(TestCircuits.Names), MemberType = typeof(TestCircuits))]
    public async Task Snarkjs_proofs_under_keys_of_both_makers_are_accepted_natively(string name)
    {
        TestCircuit circuit = circuits[name];
        JsonElement[] answers = await SnarkjsOracle.RunAsync(
            circuits.Folder,
            new { operation = "prove", zkey = circuit.DevelopmentKeyPath, wtns = circuit.WitnessPath },
            new { operation = "prove", zkey = circuit.ContributedKeyPath, wtns = circuit.WitnessPath });

        ProvingKey[] keys = [circuit.DevelopmentKey, circuit.ContributedKey];
        foreach ((JsonElement answer, ProvingKey key) in answers.Zip(keys))
        {
            Proof proof = Proof.ParseJson(answer.GetProperty("proof").GetRawText());
            Fr[] signals = PublicSignals.ParseJson(answer.GetProperty("publicSignals").GetRawText());
            Assert.Equal(circuit.PublicSignals, signals);
            Assert.True(Verifier.Verify(key.VerificationKey, signals, proof));
        }
    }

    [Theory]
    [MemberData(nameof(TestCircuits.Names), MemberType = typeof(TestCircuits))]
    public async Task With_the_same_blinding_native_and_snarkjs_proofs_are_equal(string name)
    {
        TestCircuit circuit = circuits[name];
        Fr r = Fr.Random(), s = Fr.Random();
        JsonElement[] answers = await SnarkjsOracle.RunAsync(
            circuits.Folder,
            new { operation = "prove", zkey = circuit.DevelopmentKeyPath, wtns = circuit.WitnessPath, r = r.ToString(), s = s.ToString() },
            new { operation = "prove", zkey = circuit.ContributedKeyPath, wtns = circuit.WitnessPath, r = r.ToString(), s = s.ToString() });

        Assert.Equal(
            Proof.ParseJson(answers[0].GetProperty("proof").GetRawText()),
            NativeProver.Prove(circuit.DevelopmentKey, circuit.Witness, r, s).Proof);
        Assert.Equal(
            Proof.ParseJson(answers[1].GetProperty("proof").GetRawText()),
            NativeProver.Prove(circuit.ContributedKey, circuit.Witness, r, s).Proof);
    }

    [Fact]
    public async Task Verification_keys_are_written_as_snarkjs_exports_them()
    {
        TestCircuit[] all = [.. TestCircuits.Names.Select(row => circuits[row.Data])];
        JsonElement[] answers = await SnarkjsOracle.RunAsync(
            circuits.Folder,
            [.. all.SelectMany(c => new object[]
            {
                new { operation = "exportVerificationKey", zkey = c.DevelopmentKeyPath },
                new { operation = "exportVerificationKey", zkey = c.ContributedKeyPath },
            })]);
        for (int i = 0; i < all.Length; i++)
        {
            AssertSameJson(answers[2 * i], all[i].DevelopmentKey.VerificationKey.ToJson());
            AssertSameJson(answers[(2 * i) + 1], all[i].ContributedKey.VerificationKey.ToJson());
        }
    }

    [Fact]
    public async Task A_development_key_takes_contributions_and_beacons_of_snarkjs_and_stays_a_development_key()
    {
        TestCircuit circuit = circuits["many_public"];
        string contributed = circuits.NewPath(".zkey"), beaconed = circuits.NewPath(".zkey");
        await SnarkjsOracle.RunAsync(
            circuits.Folder,
            new { operation = "contribute", from = circuit.DevelopmentKeyPath, to = contributed, name = "someone else" },
            new { operation = "beacon", from = contributed, to = beaconed, name = "a beacon" });

        ProvingKey key = ProvingKey.Read(beaconed);
        Assert.Equal(KeyOrigin.Development, key.Origin);
        Assert.Equal(3, key.Contributions.Count);
        Assert.Equal(["someone else", "a beacon"], key.Contributions.Skip(1).Select(c => c.Name));
        Proof proof = NativeProver.Prove(key, circuit.Witness).Proof;
        bool[] verdicts = await SnarkjsOracle.VerifyAsync(
            circuits.Folder, (key.VerificationKey.ToJson(), PublicSignals.ToJson(circuit.PublicSignals), proof.ToJson()));
        Assert.Equal([true], verdicts);
    }

    [Fact]
    public async Task Snarkjs_accepts_a_written_witness_and_constraint_system()
    {
        TestCircuit circuit = circuits["many_public"];
        string wtns = circuits.NewPath(".wtns"), r1cs = circuits.NewPath(".r1cs");
        circuit.Witness.Write(wtns);
        circuit.System.Write(r1cs);
        JsonElement[] answers = await SnarkjsOracle.RunAsync(circuits.Folder, new { operation = "checkWitness", r1cs, wtns });
        Assert.True(answers[0].GetBoolean());
    }

    [Fact]
    public void Ceremony_keys_are_recognised()
    {
        Assert.Equal(KeyOrigin.Ceremony, circuits["multiplier"].ContributedKey.Origin);
        Assert.Equal("a contributor", circuits["multiplier"].ContributedKey.Contributions[0].Name);
        Assert.Equal(KeyOrigin.Development, circuits["multiplier"].DevelopmentKey.Origin);
    }

    private static void AssertSameJson(JsonElement expected, string actual)
    {
        using JsonDocument parsed = JsonDocument.Parse(actual);
        Assert.True(JsonElement.DeepEquals(expected, parsed.RootElement), $"expected {expected.GetRawText()}\nbut got {actual}");
    }
}
