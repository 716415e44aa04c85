using FlZk.Bn254;

namespace FlZk.Groth16.Tests;

/// <summary>What is read and written again is the same.</summary>
public sealed class RoundTripTests(TestCircuits circuits)
{
    [Theory]
    [MemberData(nameof(TestCircuits.Names), MemberType = typeof(TestCircuits))]
    public void Zkeys_of_snarkjs_survive_reading_and_writing_section_by_section(string name)
    {
        TestCircuit circuit = circuits[name];
        string again = circuits.NewPath(".zkey");
        circuit.ContributedKey.Write(again);
        var expected = new SectionedBytes(File.ReadAllBytes(circuit.ContributedKeyPath));
        var actual = new SectionedBytes(File.ReadAllBytes(again));
        Assert.Equal(expected.Sections.Select(s => s.Id).Order(), actual.Sections.Select(s => s.Id).Order());
        foreach ((uint id, byte[] content) in expected.Sections)
        {
            // The entries of A and B may come in any order.
            if (id == 4) Assert.Equal(Entries(content), Entries(actual[id]));
            else Assert.Equal(content, actual[id]);
        }
    }

    [Theory]
    [MemberData(nameof(TestCircuits.Names), MemberType = typeof(TestCircuits))]
    public void Constraint_systems_of_circom_survive_reading_and_writing_section_by_section(string name)
    {
        TestCircuit circuit = circuits[name];
        string again = circuits.NewPath(".r1cs");
        circuit.System.Write(again);
        var expected = new SectionedBytes(File.ReadAllBytes(circuit.ConstraintSystemPath));
        var actual = new SectionedBytes(File.ReadAllBytes(again));
        foreach (uint id in (uint[])[1, 2, 3]) Assert.Equal(expected[id], actual[id]);
    }

    [Fact]
    public void Witnesses_survive_and_are_readable_by_their_owner_alone()
    {
        TestCircuit circuit = circuits["many_public"];
        string again = circuits.NewPath(".wtns");
        circuit.Witness.Write(again);
        Assert.Equal(File.ReadAllBytes(circuit.WitnessPath), File.ReadAllBytes(again));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(again));
    }

    [Fact]
    public void The_header_alone_says_what_the_whole_key_says()
    {
        TestCircuit circuit = circuits["many_public"];
        ProvingKeyHeader header = ProvingKey.ReadHeader(circuit.DevelopmentKeyPath);
        ProvingKey key = circuit.DevelopmentKey;
        Assert.Equal(key.VerificationKey.ToJson(), header.VerificationKey.ToJson());
        Assert.Equal(
            (key.WireCount, key.PublicCount, key.DomainSize, key.Origin),
            (header.WireCount, header.PublicCount, header.DomainSize, header.Origin));
        Assert.Equal(48, header.PublicCount);
        Assert.Equal(128, header.DomainSize);
    }

    [Fact]
    public void Sections_come_in_any_order_and_unknown_ones_are_skipped()
    {
        TestCircuit circuit = circuits["multiplier"];
        foreach (string path in (string[])[circuit.ContributedKeyPath, circuit.ConstraintSystemPath, circuit.WitnessPath])
        {
            var file = new SectionedBytes(File.ReadAllBytes(path));
            file.Sections.Reverse();
            file.Sections.Insert(1, (77, [1, 2, 3]));
            file.Sections.Add((77, []));
            string reordered = circuits.NewPath(Path.GetExtension(path));
            File.WriteAllBytes(reordered, file.ToArray());
            string expected = circuits.NewPath(".expected"), actual = circuits.NewPath(".actual");
            Rewrite(path, expected);
            Rewrite(reordered, actual);
            Assert.Equal(File.ReadAllBytes(expected), File.ReadAllBytes(actual));
        }
    }

    [Fact]
    public void Proofs_and_signals_and_keys_survive_json()
    {
        TestCircuit circuit = circuits["many_public"];
        Proof proof = NativeProver.Prove(circuit.DevelopmentKey, circuit.Witness).Proof;
        Assert.Equal(proof, Proof.ParseJson(proof.ToJson()));
        Assert.Equal(circuit.PublicSignals, PublicSignals.ParseJson(PublicSignals.ToJson(circuit.PublicSignals)));
        string key = circuit.DevelopmentKey.VerificationKey.ToJson();
        Assert.Equal(key, VerificationKey.ParseJson(key).ToJson());

        var infinite = new Proof(G1Affine.Infinity, G2Affine.Infinity, G1Affine.Infinity);
        Assert.Equal(infinite, Proof.ParseJson(infinite.ToJson()));
    }

    internal static void Rewrite(string from, string to)
    {
        switch (Path.GetExtension(from))
        {
            case ".zkey": ProvingKey.Read(from).Write(to); break;
            case ".wtns": Witness.Read(from).Write(to); break;
            default: ConstraintSystem.Read(from).Write(to); break;
        }
    }

    private static string[] Entries(byte[] section) =>
        [.. section[..4].Select(b => b.ToString("x2")), .. section[4..].Chunk(44).Select(Convert.ToHexString).Order(
            StringComparer.Ordinal)];
}
