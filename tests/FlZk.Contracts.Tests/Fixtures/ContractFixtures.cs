using System.Text.Json;
using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Contracts.Tests.Fixtures;

/// <summary>Makes the statements, proofs and forgeries that the forge tests read from contracts/fixtures.</summary>
/// <remarks>
/// Where a forger of the design's attacks would take published points, these fixtures take secrets that they
/// chose themselves: the points are the same.
/// </remarks>
internal static class ContractFixtures
{
    /// <summary>Where the forge tests deploy the coordinator: the eighth creation of forge's first test contract. They check it.</summary>
    private const string Coordinator = "0xA4AD4f68d0b91CFD19687c881e50f3A00242828c";

    /// <summary>The account of the private key 0xA66.</summary>
    private const string Aggregator = "0x98d031DEc3F76D2281Ee4bF8B85108d3337c7089";

    private const int DifferentialCases = 160;

    public static async Task WriteAsync(CancellationToken cancellation)
    {
        using TestCircuit circuit = await TestCircuit.OpenAsync(cancellation);
        string folder = Path.Combine(ProjectLayout.Contracts, "fixtures");
        PedersenGenerators generators = PedersenGenerators.Derive(20, null, cancellation);
        Fr context = new ChainContext(31337, Coordinator, 1, 1, Aggregator).ToFieldElement();
        (LinkedVerificationKey oneKey, StatementWords one, byte[] oneJson) = await RoundAsync(
            circuit, generators, 16, context, cancellation);
        (LinkedVerificationKey twoKey, StatementWords two, byte[] twoJson) = await RoundAsync(
            circuit, generators, 20, context, cancellation);
        AtomicFile.WriteAllBytes(Path.Combine(folder, "one-chunk.json"), oneJson);
        AtomicFile.WriteAllBytes(Path.Combine(folder, "two-chunks.json"), twoJson);
        AtomicFile.WriteAllBytes(Path.Combine(folder, "forgeries.json"), await ForgeriesAsync(circuit, generators, context, cancellation));
        AtomicFile.WriteAllBytes(Path.Combine(folder, "committee.json"), Json(CommitteeFixture.Write));
        AtomicFile.WriteAllBytes(Path.Combine(folder, "differential.json"), Differential([(oneKey, one), (twoKey, two)]));
        await ContributionFixtures.WriteAsync(cancellation);
    }

    /// <summary>An honest round of three providers through the real prover.</summary>
    private static async Task<(LinkedVerificationKey Key, StatementWords Words, byte[] Json)> RoundAsync(
        TestCircuit circuit, PedersenGenerators generators, int dimension, Fr context, CancellationToken cancellation)
    {
        LinkProvingKey link = LinkSetup.Development(
            new FedAvgLinkRelation(circuit.Key, generators, new LinkShape(dimension, circuit.Instance.ChunkSize)), "contract tests"u8, null,
            cancellation);
        var keys = new FedAvgProvingKeys(circuit.ZkeyPath, circuit.ProvingKey, circuit.Parameters, link, generators);
        var random = new Random(dimension);
        long[] weights = [17, 4095, 120];
        int[][] updates = [.. weights.Select(_ => Enumerable.Range(0, dimension).Select(_ => random.Next(-(1 << 23), 1 << 23)).ToArray())];
        Fr[] blindings = [.. weights.Select(_ => Fr.Random())];
        VectorCommitment[] commitments = [.. updates.Select((update, i) => VectorCommitment.Commit(generators, update, blindings[i]))];
        long weight = weights.Sum();
        long[] sums = [.. Enumerable.Range(0, dimension).Select(j => weights.Select((w, i) => w * updates[i][j]).Sum())];
        int[] model = TestCircuit.Average(sums, weight);
        FedAvgProof proof = await new FedAvgProver(keys, circuit.Witnesses, new NativeProver()).ProveAsync(
            new FedAvgInputs
            {
                Context = context,
                TotalWeight = weight,
                Sums = sums,
                Model = model,
                SumBlinding = VectorCommitment.WeightedBlinding(blindings, weights),
                ExpectedSum = VectorCommitment.WeightedSum(commitments, weights),
            },
            null,
            cancellation);
        StatementWords words = StatementWords.Of(
            context, weight, proof.Statement.Sum.Point, proof.Statement.Model.Point, proof.Proof.Link, proof.Proof.Chunks);
        byte[] json = Json(writer =>
        {
            writer.WriteString("coordinator", Coordinator);
            writer.WriteString("aggregator", Aggregator);
            Write(writer, "key", keys.Verification.ToBlob());
            Write(writer, string.Empty, words);
            Write(writer, "commitments", [.. commitments.SelectMany(c => Bytes(c.Point))]);
            writer.WriteStartArray("weights");
            foreach (long w in weights) writer.WriteNumberValue(w);
            writer.WriteEndArray();
            Write(writer, "blinding", Bytes(proof.ModelBlinding));
            Write(writer, "model", [.. model.SelectMany(v => (byte[])[(byte)(v >> 16), (byte)(v >> 8), (byte)v])]);
        });
        return (keys.Verification, words, json);
    }

    private static async Task<byte[]> ForgeriesAsync(
        TestCircuit circuit, PedersenGenerators generators, Fr context, CancellationToken cancellation)
    {
        var trapdoor = new HandLink(circuit, generators);
        HandStatement one = await trapdoor.ProveAsync(16, context, [Fr.Random(), Fr.Random(), Fr.Random()], cancellation: cancellation);
        Fr equal = Fr.Random();
        Fr[] equalRows = [Fr.Random(), Fr.Random(), equal, equal];
        Fr[] distinctRows = [Fr.Random(), Fr.Random(), Fr.Random(), Fr.Random()];

        // Weight moved from a parameter of one chunk to the one with the same bases in the other: D_0 + D_1
        // stays, so equal k's cannot tell.
        HandStatement shiftedEqual = await trapdoor.ProveAsync(20, context, equalRows, shift: 1_000_000, cancellation: cancellation);
        HandStatement shiftedDistinct = await trapdoor.ProveAsync(20, context, distinctRows, shift: 1_000_000, cancellation: cancellation);
        HandStatement padded = await trapdoor.ProveAsync(20, context, distinctRows, padding: 5, cancellation: cancellation);
        VerificationKey key = circuit.Key;
        return Json(writer =>
        {
            writer.WriteStartObject("one");
            one.Write(writer);
            writer.WriteEndObject();

            // The columns of y_0 and of the blindings as published, and as they would be if the blindings were free columns on H.
            Write(writer, "generator0", Bytes(generators.Values.Span[0]));
            Write(writer, "modelBase0", Bytes(circuit.ModelBase(0)));
            Write(writer, "modelColumn0", Bytes((generators.Values.Span[0] * one.Rows[1]) + (circuit.ModelBase(0) * one.Rows[2])));
            Write(writer, "sumBlindingColumn", Bytes((generators.Blinding * one.Rows[0]) + (circuit.SumBlindingBase * one.Rows[2])));
            Write(writer, "modelBlindingColumn", Bytes((generators.Blinding * one.Rows[1]) + (circuit.ModelBlindingBase * one.Rows[2])));
            Write(writer, "freeSumBlindingColumn", Bytes(generators.Blinding * one.Rows[0]));
            Write(writer, "freeModelBlindingColumn", Bytes(generators.Blinding * one.Rows[1]));

            // B for a proof without a witness: with A = C = alpha, e(A, B) = e(alpha, beta) e(alpha, [1]2) e(C, delta).
            Write(writer, "forgedB", Bytes(key.Beta + G2Affine.Generator + key.Delta));
            Write(writer, "forgedBWithoutInput", Bytes(key.Beta + key.Delta));
            Write(writer, "halfB", Bytes(one.Chunks[0].Groth16.B * Fr.FromUInt64(2).Inverse()));
            foreach ((string name, HandStatement statement) in
                new[] { ("shiftedEqual", shiftedEqual), ("shiftedDistinct", shiftedDistinct), ("padded", padded) })
            {
                writer.WriteStartObject(name);
                statement.Write(writer);
                writer.WriteEndObject();
            }
        });
    }

    /// <summary>Valid statements and corruptions of every kind of word, with the C# verifier's verdicts.</summary>
    private static byte[] Differential((LinkedVerificationKey Key, StatementWords Words)[] sources)
    {
        var random = new Random(20);
        return Json(writer =>
        {
            writer.WriteNumber("count", DifferentialCases);
            writer.WriteStartArray("keys");
            foreach ((LinkedVerificationKey key, _) in sources) writer.WriteStringValue(Hex(key.ToBlob()));
            writer.WriteEndArray();
            writer.WriteStartArray("cases");
            for (int i = 0; i < DifferentialCases; i++)
            {
                int source = i % sources.Length;
                StatementWords words = sources[source].Words.Copy();
                string corruption = Corruption.Apply(words, i / sources.Length, random);
                writer.WriteStartObject();
                writer.WriteString("name", corruption);
                writer.WriteNumber("source", source);
                Write(writer, string.Empty, words);
                writer.WriteBoolean("accepted", words.IsAccepted(sources[source].Key));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    public static void Write(Utf8JsonWriter writer, string name, StatementWords words)
    {
        Write(writer, name + "context", words.Context);
        Write(writer, name + "weight", words.Weight);
        Write(writer, name + "sum", words.Sum);
        Write(writer, name + "proof", words.Proof);
    }

    public static void Write(Utf8JsonWriter writer, string name, byte[] bytes) => writer.WriteString(name, Hex(bytes));

    public static byte[] Bytes(G1Affine point)
    {
        var bytes = new byte[G1Affine.UncompressedLength];
        point.WriteUncompressed(bytes);
        return bytes;
    }

    public static byte[] Bytes(G2Affine point)
    {
        var bytes = new byte[G2Affine.UncompressedLength];
        point.WriteUncompressed(bytes);
        return bytes;
    }

    public static byte[] Bytes(Fr scalar)
    {
        var bytes = new byte[Fr.ByteLength];
        scalar.WriteBigEndian(bytes);
        return bytes;
    }

    private static string Hex(byte[] bytes) => "0x" + Convert.ToHexStringLower(bytes);

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
