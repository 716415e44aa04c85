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
    public const string Coordinator = "0xA4AD4f68d0b91CFD19687c881e50f3A00242828c";

    /// <summary>The account of the private key 0xA66.</summary>
    private const string Aggregator = "0x98d031DEc3F76D2281Ee4bF8B85108d3337c7089";

    /// <summary>The account of the private key 0xBAC.</summary>
    private const string Backup = "0x097D9BDda97aF457Ef75388803e9c282e15e6b9a";

    public static async Task WriteAsync(CancellationToken cancellation)
    {
        using TestCircuit circuit = await TestCircuit.OpenAsync(cancellation);
        string folder = Path.Combine(ProjectLayout.Contracts, "fixtures");
        PedersenGenerators generators = PedersenGenerators.Derive(64, null, cancellation);
        Fr context = new ChainContext(31337, Coordinator, 1, 1, Aggregator).ToFieldElement();
        foreach ((string name, int dimension) in
            new[] { ("one-chunk", 16), ("two-chunks", 20), ("three-chunks", 48), ("four-chunks", 64) })
        {
            byte[] json = await RoundAsync(circuit, generators, dimension, context, [17, 4095, 120], cancellation);
            AtomicFile.WriteAllBytes(Path.Combine(folder, $"{name}.json"), json);
        }

        foreach (int providers in (int[])[4, 32, 256])
        {
            long[] weights = [.. Enumerable.Range(1, providers).Select(static i => (long)i)];
            byte[] json = await RoundAsync(circuit, generators, 16, context, weights, cancellation);
            AtomicFile.WriteAllBytes(Path.Combine(folder, $"{providers}-providers.json"), json);
        }

        AtomicFile.WriteAllBytes(Path.Combine(folder, "forgeries.json"), await ForgeriesAsync(circuit, generators, context, cancellation));
        AtomicFile.WriteAllBytes(Path.Combine(folder, "committee.json"), Json(CommitteeFixture.Write));
        AtomicFile.WriteAllBytes(Path.Combine(folder, "differential.json"), await DifferentialAsync(circuit, generators, cancellation));
        await ContributionFixtures.WriteAsync(cancellation);
    }

    /// <summary>An honest round through the real prover, of one provider per weight, proved for the aggregator and for its
    /// backup.</summary>
    private static async Task<byte[]> RoundAsync(
        TestCircuit circuit,
        PedersenGenerators generators,
        int dimension,
        Fr context,
        long[] weights,
        CancellationToken cancellation)
    {
        FedAvgProvingKeys keys = KeysFor(circuit, generators, dimension, cancellation);
        HonestRound round = await HonestRound.ProveAsync(circuit, keys, context, weights, dimension, cancellation);
        Fr backupContext = new ChainContext(31337, Coordinator, 1, 1, Backup).ToFieldElement();
        StatementWords byBackup = await round.ProveForAsync(circuit, keys, backupContext, cancellation);
        return Json(writer =>
        {
            writer.WriteString("coordinator", Coordinator);
            writer.WriteString("aggregator", Aggregator);
            Write(writer, "key", keys.Verification.ToBlob());
            Write(writer, string.Empty, round.Words);
            writer.WriteStartObject("byBackup");
            Write(writer, string.Empty, byBackup);
            writer.WriteEndObject();
            Write(writer, "commitments", [.. round.Commitments.SelectMany(c => Bytes(c.Point))]);
            writer.WriteStartArray("weights");
            foreach (long w in round.Weights) writer.WriteNumberValue(w);
            writer.WriteEndArray();
            Write(writer, "blinding", Bytes(round.Proof.ModelBlinding));
            Write(writer, "model", [.. round.Inputs.Model.ToArray().SelectMany(v => (byte[])[(byte)(v >> 16), (byte)(v >> 8), (byte)v])]);
        });
    }

    /// <summary>Rounds under keys of one chunk and of two, at weights from 1 to the largest; then hundreds of variations of them.</summary>
    private static async Task<byte[]> DifferentialAsync(
        TestCircuit circuit, PedersenGenerators generators, CancellationToken cancellation)
    {
        long[][] weights = [[1], [17, 4095, 120], [(1 << 20) - 4, 3]];
        var families = new List<DifferentialFamily>();
        foreach (int dimension in (int[])[16, 20])
        {
            FedAvgProvingKeys keys = KeysFor(circuit, generators, dimension, cancellation);
            var rounds = new List<StatementWords>();
            foreach (long[] w in weights)
            {
                Fr context = new ChainContext(31337, Coordinator, 1, (ulong)w.Length, Aggregator).ToFieldElement();
                rounds.Add((await HonestRound.ProveAsync(circuit, keys, context, w, dimension, cancellation)).Words);
            }

            families.Add(new DifferentialFamily(keys.Verification, rounds));
        }

        return Json(writer => DifferentialFixture.Write(writer, families));
    }

    private static FedAvgProvingKeys KeysFor(
        TestCircuit circuit, PedersenGenerators generators, int dimension, CancellationToken cancellation)
    {
        LinkProvingKey link = LinkSetup.Development(
            new FedAvgLinkRelation(circuit.Key, generators, new LinkShape(dimension, circuit.Instance.ChunkSize)), "contract tests"u8, null,
            cancellation);
        return new FedAvgProvingKeys(circuit.ZkeyPath, circuit.ProvingKey, circuit.Parameters, link, generators);
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
