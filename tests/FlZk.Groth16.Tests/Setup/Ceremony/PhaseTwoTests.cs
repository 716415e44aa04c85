using System.Text;
using System.Text.Json;
using FlZk.Bn254;

namespace FlZk.Groth16.Tests;

/// <summary>Phase 2 beside snarkjs: each goes on where the other left off and verifies what the other made.</summary>
public sealed class PhaseTwoTests(TestCircuits circuits)
{
    private static readonly byte[] Beacon = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private string Unprepared => circuits.PowersOfTau + ".1";

    [Theory]
    [MemberData(nameof(TestCircuits.Names), MemberType = typeof(TestCircuits))]
    public void The_first_key_is_that_of_snarkjs_to_the_byte(string name)
    {
        TestCircuit circuit = circuits[name];
        byte[] expected = File.ReadAllBytes(circuit.InitialKeyPath);
        Assert.Equal(expected, Begin(circuit, circuits.PowersOfTau));
        Assert.Equal(expected, Begin(circuit, Unprepared));
    }

    [Theory]
    [MemberData(nameof(TestCircuits.Names), MemberType = typeof(TestCircuits))]
    public void Keys_contributed_to_by_snarkjs_verify(string name)
    {
        TestCircuit circuit = circuits[name];
        using var powers = PowersOfTau.Open(circuits.PowersOfTau);
        ProvingKeyHeader key = PhaseTwo.Verify(
            circuit.ContributedKeyPath, circuit.System, powers, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(["a contributor"], key.Contributions.Select(c => c.Name));
    }

    [Fact]
    public async Task A_chain_of_both_programs_contributions_and_beacons_verifies_with_both_and_proves()
    {
        TestCircuit circuit = circuits["many_public"];
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string[] keys = [.. Enumerable.Range(0, 6).Select(_ => circuits.NewPath(".zkey"))];
        PhaseTwo.Contribute(circuit.InitialKeyPath, keys[0], "ada", cancellation: cancellation);
        await SnarkjsOracle.RunAsync(
            circuits.Folder,
            new { operation = "contribute", from = keys[0], to = keys[1], name = "grace" },
            new { operation = "beacon", from = keys[1], to = keys[2], name = "its beacon" });
        PhaseTwo.Contribute(keys[2], keys[3], "emmy", cancellation: cancellation);
        Contribution last = PhaseTwo.ApplyBeacon(keys[3], keys[4], "our beacon", Beacon, 10, cancellation: cancellation);

        ProvingKeyHeader key = PhaseTwo.Verify(keys[4], circuit.InitialKeyPath, cancellation: cancellation);
        Assert.Equal(["ada", "grace", "its beacon", "emmy", "our beacon"], key.Contributions.Select(c => c.Name));
        Assert.Equal(last.Hash(), key.Contributions[^1].Hash());
        Assert.Equal(10, key.Contributions[2].BeaconIterationsLog);
        Assert.Equal(Beacon, key.Contributions[2].Beacon.ToArray());
        JsonElement[] verdict = await SnarkjsOracle.RunAsync(
            circuits.Folder,
            new { operation = "verifyKey", r1cs = circuit.ConstraintSystemPath, ptau = circuits.PowersOfTau, zkey = keys[4] });
        Assert.True(verdict[0].GetBoolean());

        ProvingKey proving = ProvingKey.Read(keys[4], cancellation: cancellation);
        Proof proof = NativeProver.Prove(proving, circuit.Witness).Proof;
        Assert.True((await SnarkjsOracle.VerifyAsync(
            circuits.Folder, (proving.VerificationKey.ToJson(), PublicSignals.ToJson(circuit.PublicSignals), proof.ToJson())))[0]);
    }

    [Fact]
    public async Task Beacons_give_the_file_that_snarkjs_gives()
    {
        TestCircuit circuit = circuits["multiplier"];
        string ours = circuits.NewPath(".zkey"), theirs = circuits.NewPath(".zkey");
        PhaseTwo.ApplyBeacon(
            circuit.ContributedKeyPath, ours, "a beacon", Beacon, 10, cancellation: TestContext.Current.CancellationToken);
        await SnarkjsOracle.RunAsync(
            circuits.Folder, new { operation = "beacon", from = circuit.ContributedKeyPath, to = theirs, name = "a beacon" });
        Assert.Equal(await File.ReadAllBytesAsync(theirs), await File.ReadAllBytesAsync(ours));
    }

    [Fact]
    public void Names_and_beacons_out_of_range_are_refused_before_anything_is_written()
    {
        string from = circuits["multiplier"].InitialKeyPath, to = circuits.NewPath(".zkey");
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        foreach (string name in (string[])["", new string('x', 65), "flzk origin=development"])
            Assert.Throws<ArgumentException>(() => PhaseTwo.Contribute(from, to, name, cancellation: cancellation));
        Assert.Throws<ArgumentException>(() => PhaseTwo.ApplyBeacon(from, to, null, default, 10, cancellation: cancellation));
        Assert.Throws<ArgumentException>(() => PhaseTwo.ApplyBeacon(from, to, null, new byte[256], 10, cancellation: cancellation));
        Assert.Throws<ArgumentException>(() => PhaseTwo.ApplyBeacon(from, to, null, Beacon, 9, cancellation: cancellation));
        Assert.Throws<ArgumentException>(() => PhaseTwo.ApplyBeacon(from, to, null, Beacon, 64, cancellation: cancellation));
        Assert.False(File.Exists(to));
    }

    // RFC 7693, appendix A.
    [Fact]
    public void Blake2b_is_that_of_its_specification()
    {
        const string expected = "BA80A53F981C4D0D6A2797B69F12F6E94C212F14685AC4B74B12BB6FDBFFA2D17D87C5392AAB792DC252D5DE4533CC95"
            + "18D38AA8DBF1925AB92386EDD4009923";
        Assert.Equal(expected, Convert.ToHexString(new Blake2b().Append("abc"u8).Finish()));
        byte[] text = Encoding.ASCII.GetBytes(new string('a', 1000));
        foreach (int cut in (int[])[1, 127, 128, 129, 256, 999])
        {
            Assert.Equal(
                new Blake2b().Append(text).Finish(), new Blake2b().Append(text.AsSpan(0, cut)).Fork().Append(text.AsSpan(cut)).Finish());
        }
    }

    // RFC 8439, appendix A.1, vectors 1 and 2: the key is zero, the counter 0 and 1.
    [Fact]
    public void Randomness_is_the_ChaCha20_key_stream()
    {
        var stream = new CeremonyRandomness(new byte[32]);
        Assert.Equal(0xADE0B876U, stream.NextWord());
        for (int i = 1; i < 16; i++) stream.NextWord();
        Assert.Equal(0xBEE7079FU, stream.NextWord());
        G2Affine point = stream.NextG2();
        Assert.True(point.IsInSubgroup && !point.IsInfinity && stream.NextG1().IsOnCurve);
    }

    private byte[] Begin(TestCircuit circuit, string powersPath)
    {
        string path = circuits.NewPath(".zkey");
        using var powers = PowersOfTau.Open(powersPath);
        byte[] hash = PhaseTwo.Begin(circuit.System, powers, path, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(ProvingKey.ReadHeader(path).CircuitHash.ToArray(), hash);
        return File.ReadAllBytes(path);
    }
}
