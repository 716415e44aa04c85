using FlZk.Bn254;

namespace FlZk.Groth16.Tests;

/// <summary>Dishonest contributions to phase 2: each is refused for what is wrong with it, and passes when that check alone is left
/// out.</summary>
public sealed class PhaseTwoAttackTests(TestCircuits circuits)
{
    private static readonly Fr Honest = Fr.FromUInt64(0x1234567);
    private static readonly Fr Dishonest = Fr.FromUInt64(0x89abcde);

    private string InitialPath => circuits["multiplier"].InitialKeyPath;

    private ProvingKey Initial => ProvingKey.Read(circuits["multiplier"].InitialKeyPath);

    [Fact]
    public void A_delta_of_somebodys_choice_is_refused()
    {
        Contribution[] records = [Record(Fr.One, [], Honest)];
        string forged = Write(Dishonest, records);
        Refused(forged, PhaseTwoCheck.Soundness | PhaseTwoCheck.FinalDelta, "delta");
    }

    [Fact]
    public void A_contribution_without_knowledge_of_its_secret_is_refused()
    {
        // [s x]1 is any point: its maker shows x in G2 alone, where it could have been taken from somebody else.
        Contribution first = Record(Fr.One, [], Honest);
        ProvingKeyHeader before = Header(Honest, [first]);
        var secret = new ContributionSecret(Dishonest, G1Affine.Generator * Fr.FromUInt64(5));
        Contribution rogue = PhaseTwoContribution.Record(before, secret, 0, Contribution.NameParameters("rogue"));
        G1Affine sx = rogue.Sx + G1Affine.Generator;
        byte[] transcript = TranscriptAfter([first]).Of(rogue.S, sx);
        rogue = rogue with { Sx = sx, Transcript = transcript, Spx = PhaseTwoTranscript.Challenge(transcript) * Dishonest };
        Refused(Write(Honest * Dishonest, [first, rogue]), PhaseTwoCheck.Knowledge, "rogue");
    }

    [Fact]
    public void A_delta_that_is_not_the_one_before_times_the_proved_secret_is_refused()
    {
        Contribution first = Record(Fr.One, [], Honest);
        Contribution rogue = Record(Honest, [first], Fr.FromUInt64(99)) with { DeltaAfter = G1Affine.Generator * (Honest * Dishonest) };
        Refused(Write(Honest * Dishonest, [first, rogue]), PhaseTwoCheck.DeltaChain, "delta is not the one before");
    }

    [Fact]
    public void A_transcript_of_the_contributors_choice_is_refused()
    {
        Contribution first = Record(Fr.One, [], Honest);
        Contribution rogue = Record(Honest, [first], Dishonest);
        var chosen = new byte[64];
        rogue = rogue with { Transcript = chosen, Spx = PhaseTwoTranscript.Challenge(chosen) * Dishonest };
        Refused(Write(Honest * Dishonest, [first, rogue]), PhaseTwoCheck.Transcript, "does not follow those before it");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_contribution_of_nothing_is_refused(int secret)
    {
        Fr nothing = Fr.FromInt64(secret);
        Contribution first = Record(Fr.One, [], Honest);
        Refused(Write(Honest * nothing, [first, Record(Honest, [first], nothing)]), PhaseTwoCheck.Change, "contributes nothing");
    }

    [Fact]
    public void A_beacon_whose_secret_was_chosen_is_refused()
    {
        byte[] parameters = [Contribution.IterationsParameter, 10, Contribution.BeaconParameter, 4, 1, 2, 3, 4];
        Contribution chosen = PhaseTwoContribution.Record(
            Header(Fr.One, []), new ContributionSecret(Dishonest, G1Affine.Generator), 1, parameters);
        Refused(Write(Dishonest, [chosen]), PhaseTwoCheck.Beacon, "does not follow from the beacon");
        Refused(Write(Dishonest, [chosen with { Parameters = default }]), PhaseTwoCheck.Beacon, "does not name one");
        Refused(Write(Dishonest, [chosen with { Type = 7 }]), PhaseTwoCheck.Beacon, "unknown kind");
    }

    [Theory]
    [InlineData(9)]
    [InlineData(64)]
    public void A_beacon_of_too_few_iterations_is_refused_though_its_secret_follows(int log)
    {
        // 2^64 iterations count as one where a shift takes its distance modulo 64.
        byte[] beacon = [1, 2, 3, 4];
        byte[] parameters = [Contribution.IterationsParameter, (byte)log, Contribution.BeaconParameter, 4, .. beacon];
        var secret = ContributionSecret.From(CeremonyRandomness.OfBeacon(beacon, log, null, CancellationToken.None));
        Contribution weak = PhaseTwoContribution.Record(Header(Fr.One, []), secret, 1, parameters);
        Refused(Write(secret.X, [weak]), PhaseTwoCheck.Beacon, "iterations are out of range");
    }

    [Fact]
    public void A_beacons_point_with_another_secret_is_refused()
    {
        byte[] beacon = [1, 2, 3, 4];
        byte[] parameters = [Contribution.IterationsParameter, 10, Contribution.BeaconParameter, 4, .. beacon];
        var secret = ContributionSecret.From(CeremonyRandomness.OfBeacon(beacon, 10, null, CancellationToken.None));
        Contribution chosen = PhaseTwoContribution.Record(
            Header(Fr.One, []), new ContributionSecret(Dishonest, secret.Point), 1, parameters);
        Refused(Write(Dishonest, [chosen]), PhaseTwoCheck.Beacon, "does not follow from the beacon");
    }

    [Fact]
    public void Proofs_of_knowledge_about_infinity_are_refused()
    {
        // [s]1 = [s x]1 = infinity fits every x: the proof would be of nothing.
        Contribution first = Record(Fr.One, [], Honest);
        Contribution empty = PhaseTwoContribution.Record(
            Header(Honest, [first]), new ContributionSecret(Dishonest, G1Affine.Infinity), 0, []);
        string key = Write(Honest * Dishonest, [first, empty]);
        Assert.Contains("contributes nothing", Refusal(key, InitialPath), StringComparison.Ordinal);
        Assert.Throws<KeyException>(
            () => PhaseTwoVerification.Verify(key, InitialPath, PhaseTwoCheck.Change, null, CancellationToken.None));

        Contribution zero = Record(Honest, [first], Dishonest) with { DeltaAfter = G1Affine.Infinity };
        Assert.Contains("contributes nothing", Refusal(Write(Honest, [first, zero]), InitialPath), StringComparison.Ordinal);
    }

    [Fact]
    public void A_delta_that_differs_between_the_groups_is_refused()
    {
        Contribution[] records = [Record(Fr.One, [], Honest)];
        ProvingKeyHeader right = Header(Honest, records);
        VerificationKey key = right.VerificationKey;
        var wrong = new VerificationKey(key.Alpha, key.Beta, key.Gamma, key.Delta + key.Delta, key.InputBases.Span);
        foreach (ProvingKeyHeader header in (ProvingKeyHeader[])
        [
            Changed(right, delta1: right.Delta1 + right.Delta1), Changed(right, verification: wrong),
        ])
        {
            Assert.Contains("the one that the last contribution", Refusal(Write(header), InitialPath), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Secrets_of_phase_1_that_changed_are_refused()
    {
        Contribution[] records = [Record(Fr.One, [], Honest)];
        ProvingKeyHeader right = Header(Honest, records);
        VerificationKey key = right.VerificationKey;
        ReadOnlySpan<G1Affine> bases = key.InputBases.Span;
        G1Affine beta1 = right.Beta1 + right.Beta1;
        foreach (ProvingKeyHeader header in (ProvingKeyHeader[])
        [
            Changed(right, verification: new(key.Alpha + key.Alpha, key.Beta, key.Gamma, key.Delta, bases)),
            Changed(right, verification: new(key.Alpha, key.Beta + key.Beta, key.Gamma, key.Delta, bases)),
            Changed(right, verification: new(key.Alpha, key.Beta + key.Beta, key.Gamma, key.Delta, bases), beta1: beta1),
            Changed(right, beta1: beta1),
            Changed(right, verification: new(key.Alpha, key.Beta, key.Gamma + key.Gamma, key.Delta, bases)),
        ])
        {
            Assert.Contains("not that of the powers of tau", Refusal(Write(header), InitialPath), StringComparison.Ordinal);
        }

        // A chain that is right in itself, for the hash of another circuit.
        ProvingKeyHeader other = Changed(Header(Fr.One, []), circuitHash: new byte[64]);
        var secret = new ContributionSecret(Honest, G1Affine.Generator * Fr.FromUInt64(77));
        Contribution elsewhere = PhaseTwoContribution.Record(other, secret, 0, []);
        Assert.Contains(
            "another circuit", Refusal(Write(Changed(Header(Honest, [elsewhere]), circuitHash: new byte[64])), InitialPath),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProvingKeyFile.InputBasesSection, "input bases")]
    [InlineData(ProvingKeyFile.CoefficientsSection, "coefficients")]
    [InlineData(ProvingKeyFile.ASection, "points A")]
    [InlineData(ProvingKeyFile.B1Section, "points B1")]
    [InlineData(ProvingKeyFile.B2Section, "points B2")]
    public void Parts_that_no_contribution_changes_are_compared(uint section, string name)
    {
        string path = Write(Honest, [Record(Fr.One, [], Honest)]);
        var bytes = new SectionedBytes(File.ReadAllBytes(path));
        if (section == ProvingKeyFile.CoefficientsSection) bytes[section][^32] ^= 1;
        else if (section == ProvingKeyFile.B2Section) PointEncoding.WriteG2(G2Affine.Generator, bytes[section].AsSpan(0, 128));
        else PointEncoding.WriteG1(G1Affine.Generator * Fr.FromUInt64(31), bytes[section].AsSpan(0, 64));
        File.WriteAllBytes(path, bytes.ToArray());
        Refused(path, PhaseTwoCheck.Unchanged, $"its {name} are not those of the circuit");
    }

    [Fact]
    public void A_first_key_has_no_contribution_and_delta_and_gamma_are_1()
    {
        Contribution[] records = [Record(Fr.One, [], Honest)];
        string key = Write(Honest, records);
        ProvingKeyHeader first = Header(Fr.One, []);
        VerificationKey v = first.VerificationKey;
        G2Affine other = G2Affine.Generator * Dishonest;
        foreach (ProvingKeyHeader header in (ProvingKeyHeader[])
        [
            Header(Fr.One, records), Changed(first, delta1: G1Affine.Generator * Dishonest),
            Changed(first, verification: new(v.Alpha, v.Beta, v.Gamma, other, v.InputBases.Span)),
            Changed(first, verification: new(v.Alpha, v.Beta, other, v.Delta, v.InputBases.Span)),
        ])
        {
            Assert.Contains("is not a first key", Refusal(key, Write(header)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Changed_points_are_refused()
    {
        Contribution[] records = [Record(Fr.One, [], Honest)];
        Refused(Write(Honest, records, c: points => points[0] += G1Affine.Generator), PhaseTwoCheck.PointsC, "points C");
        Refused(Write(Honest, records, h: points => points[^1] += G1Affine.Generator), PhaseTwoCheck.PointsH, "points H");
        Refused(Write(Honest, records, a: points => points[1] += G1Affine.Generator), PhaseTwoCheck.Unchanged, "points A");

        // Two changes that cancel in a sum without random coefficients.
        Refused(
            Write(Honest, records, h: points =>
            {
                points[0] += G1Affine.Generator;
                points[1] += -G1Affine.Generator;
            }),
            PhaseTwoCheck.PointsH,
            "points H");
    }

    [Fact]
    public void Dropped_reordered_and_repeated_contributions_are_refused()
    {
        Contribution first = Record(Fr.One, [], Honest);
        Contribution second = Record(Honest, [first], Dishonest);
        Fr delta = Honest * Dishonest;
        PhaseTwo.Verify(Write(delta, [first, second]), circuits["multiplier"].InitialKeyPath);
        foreach (Contribution[] records in (Contribution[][])[[second], [first], [second, first], [first, second, second], [first, first]])
            Assert.Throws<KeyException>(() => PhaseTwo.Verify(Write(delta, records), circuits["multiplier"].InitialKeyPath));
    }

    [Fact]
    public void Keys_of_another_circuit_without_contributions_or_of_development_are_refused()
    {
        string initial = circuits["multiplier"].InitialKeyPath;
        Assert.Contains("another circuit", Refusal(circuits["linear"].ContributedKeyPath, initial), StringComparison.Ordinal);
        Assert.Contains("no phase-2 contribution", Refusal(initial, initial), StringComparison.Ordinal);
        Assert.Contains("is a development key", Refusal(circuits["multiplier"].DevelopmentKeyPath, initial), StringComparison.Ordinal);

        // Checked against itself, a key of anybody's making would pass.
        Assert.Contains(
            "not a first key", Refusal(circuits["multiplier"].ContributedKeyPath, circuits["multiplier"].ContributedKeyPath),
            StringComparison.Ordinal);
    }

    private static string Refusal(string key, string initial) => Assert.Throws<KeyException>(() => PhaseTwo.Verify(key, initial)).Message;

    private void Refused(string key, PhaseTwoCheck check, string reason)
    {
        string initial = circuits["multiplier"].InitialKeyPath;
        Assert.Contains(reason, Refusal(key, initial), StringComparison.Ordinal);
        PhaseTwoVerification.Verify(key, initial, check, null, CancellationToken.None);
    }

    private PhaseTwoTranscript TranscriptAfter(Contribution[] records)
    {
        var transcript = new PhaseTwoTranscript(Initial.Header.CircuitHash.Span);
        foreach (Contribution record in records) transcript.Append(record);
        return transcript;
    }

    private Contribution Record(Fr deltaBefore, Contribution[] earlier, Fr secret) => PhaseTwoContribution.Record(
        Header(deltaBefore, earlier), new ContributionSecret(secret, G1Affine.Generator * Fr.FromUInt64(77)), 0, []);

    private ProvingKeyHeader Header(Fr delta, Contribution[] records)
    {
        ProvingKeyHeader initial = Initial.Header;
        VerificationKey key = initial.VerificationKey;
        return new ProvingKeyHeader(
            new VerificationKey(key.Alpha, key.Beta, key.Gamma, G2Affine.Generator * delta, key.InputBases.ToArray()),
            initial.Beta1, G1Affine.Generator * delta, initial.WireCount, initial.DomainSize, initial.CircuitHash, records);
    }

    private static ProvingKeyHeader Changed(
        ProvingKeyHeader header, VerificationKey? verification = null, G1Affine? beta1 = null, G1Affine? delta1 = null,
        byte[]? circuitHash = null) => new(
            verification ?? header.VerificationKey, beta1 ?? header.Beta1, delta1 ?? header.Delta1, header.WireCount, header.DomainSize,
            circuitHash ?? header.CircuitHash, header.Contributions);

    // The first key's points under another header.
    private string Write(ProvingKeyHeader header)
    {
        ProvingKey initial = Initial;
        string path = circuits.NewPath(".zkey");
        new ProvingKey(
            header, initial.A, initial.B, initial.PointsA, initial.PointsB1, initial.PointsB2, initial.PointsC, initial.PointsH)
            .Write(path);
        return path;
    }

    // A key with C and H over delta, whatever its records say.
    private string Write(
        Fr delta,
        Contribution[] records,
        Action<G1Affine[]>? a = null,
        Action<G1Affine[]>? c = null,
        Action<G1Affine[]>? h = null)
    {
        ProvingKey initial = Initial;
        Fr inverse = delta.Inverse();
        G1Affine[] pointsA = initial.PointsA.ToArray(), pointsC = initial.PointsC.ToArray(), pointsH = initial.PointsH.ToArray();
        CommonScalarMultiplication.Multiply(pointsC, inverse, pointsC);
        CommonScalarMultiplication.Multiply(pointsH, inverse, pointsH);
        a?.Invoke(pointsA);
        c?.Invoke(pointsC);
        h?.Invoke(pointsH);
        string path = circuits.NewPath(".zkey");
        new ProvingKey(
            Header(delta, records), initial.A, initial.B, pointsA, initial.PointsB1, initial.PointsB2, pointsC, pointsH).Write(path);
        return path;
    }
}
