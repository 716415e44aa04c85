using System.Text.Json;
using FlZk.Bn254;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Circuits.Keys;
using FlZk.Circuits.Witnesses;
using FlZk.Ethereum.Accounts;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Contracts.Tests.Fixtures;

/// <summary>Contribution proofs and forgeries of them, for contracts/fixtures/contributions.json.</summary>
/// <remarks>
/// Honest proofs come from the real prover. For forgeries the link's secrets are the fixture's own, so that pi can be made for any points:
/// pi = k_C C + sum_c k_c D_c is what columns that touch one row each would let everybody compute.
/// </remarks>
internal sealed class ContributionFixtures : IDisposable
{
    private const string CircuitName = "bounded-16";

    private const int BatchSize = 8;

    private readonly CircuitInstance _instance;
    private readonly string _zkey;
    private readonly ProvingKey _key;
    private readonly WasmWitnessGenerator _witnesses;
    private readonly PedersenGenerators _generators;

    private ContributionFixtures(CircuitInstance instance, CircuitKeys keys, CancellationToken cancellation)
    {
        _instance = instance;
        _zkey = keys.ProvingKey;
        _key = ProvingKey.Read(keys.ProvingKey, null, cancellation);
        _witnesses = WasmWitnessGenerator.Open(keys.Circuit);
        _generators = PedersenGenerators.Derive(20, null, cancellation);
    }

    private ReadOnlySpan<G1Affine> Bases => _key.VerificationKey.InputBases.Span;

    private int K => _instance.ChunkSize;

    public static async Task WriteAsync(CancellationToken cancellation)
    {
        CircuitInstance instance = CircuitCatalog.Read()[CircuitName];
        CircuitKeys keys = await new DevelopmentKeys(new CircuitCompiler()).EnsureAsync(instance, null, cancellation);
        using var fixtures = new ContributionFixtures(instance, keys, cancellation);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("coordinator", ContractFixtures.Coordinator);
            await fixtures.WriteBatchAsync(writer, "one", 16, cancellation);
            await fixtures.WriteBatchAsync(writer, "two", 20, cancellation);
            await fixtures.WriteForgeriesAsync(writer, cancellation);
            writer.WriteEndObject();
        }

        AtomicFile.WriteAllBytes(Path.Combine(ProjectLayout.Contracts, "fixtures", "contributions.json"), stream.ToArray());
    }

    public void Dispose() => _witnesses.Dispose();

    /// <summary>Proofs of several providers of one round, through the real prover.</summary>
    private async Task WriteBatchAsync(Utf8JsonWriter writer, string name, int dimension, CancellationToken cancellation)
    {
        var shape = new LinkShape(dimension, K, LinkedStatement.BoundedUpdate);
        LinkProvingKey link = LinkSetup.Development(
            new BoundedUpdateLinkRelation(_key.VerificationKey, _generators, shape), "contract tests"u8, null, cancellation);
        var parameters = new BoundedUpdateParameters(K, _instance.ValueBits, _instance.NormBits);
        var keys = new BoundedUpdateProvingKeys(_zkey, _key, parameters, link, _generators);
        var prover = new BoundedUpdateProver(keys, _witnesses, new NativeProver());
        var random = new Random(dimension);
        int[][] updates = [.. Enumerable.Range(0, BatchSize).Select(
            _ => Enumerable.Range(0, dimension).Select(_ => random.Next(-(1 << 23), 1 << 23)).ToArray())];
        UInt128 bound = updates.Max(static update => BoundedUpdateInputs.SquaredNorm(update));
        writer.WriteStartObject(name);
        ContractFixtures.Write(writer, "key", keys.Verification.ToBlob());
        writer.WriteString("bound", bound.ToString(System.Globalization.CultureInfo.InvariantCulture));
        writer.WriteNumber("count", BatchSize);
        writer.WriteStartArray("claims");
        for (int i = 0; i < BatchSize; i++)
        {
            Fr context = ContextOf(i);
            BoundedUpdateProof proof = await prover.ProveAsync(
                new BoundedUpdateInputs
                {
                    Context = context,
                    MaxSquaredNorm = bound,
                    Values = updates[i],
                    Blinding = Fr.Random(),
                },
                null,
                cancellation);
            WriteClaim(writer, null, context, proof.Statement.Commitment.Point, proof.Proof);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private async Task WriteForgeriesAsync(Utf8JsonWriter writer, CancellationToken cancellation)
    {
        VerificationKey key = _key.VerificationKey;
        Fr[] rows = [Fr.Random(), Fr.Random(), Fr.Random()];
        Fr[] equal = [rows[0], rows[1], rows[1]];
        long[] values = [.. Enumerable.Range(0, 20).Select(static j => (long)((j * 7919) - 50000))];

        // Points that a forger of one chunk takes from the published key.
        ContractFixtures.Write(writer, "generator0", ContractFixtures.Bytes(_generators.Values.Span[0]));
        ContractFixtures.Write(writer, "valueBase0", ContractFixtures.Bytes(Bases[5]));
        ContractFixtures.Write(
            writer, "valueColumn0", ContractFixtures.Bytes((_generators.Values.Span[0] * rows[0]) + (Bases[5] * rows[1])));
        ContractFixtures.Write(writer, "forgedB", ContractFixtures.Bytes(key.Beta + G2Affine.Generator + key.Delta));
        ContractFixtures.Write(writer, "forgedBWithoutInput", ContractFixtures.Bytes(key.Beta + key.Delta));

        long[] small = values[..16];
        await WriteStatementAsync(writer, "hand", rows[..2], small, [small], cancellation: cancellation);

        // The norm is not carried: pi by the published columns, with the norm of chunk 0 and with none; and by columns that are split.
        long[][] parts = [values[..16], [.. values[16..], .. new long[12]]];
        await WriteStatementAsync(writer, "honest", rows, values, parts, cancellation: cancellation);
        await WriteStatementAsync(writer, "cut", rows, values, parts, cut: true, cancellation: cancellation);
        await WriteStatementAsync(writer, "cutFree", rows, values, parts, cut: true, split: true, cancellation: cancellation);

        // The first chunk starts below zero, so that the norm seems to be nothing.
        await WriteStatementAsync(writer, "below", rows[..2], small, [small], below: true, cancellation: cancellation);
        await WriteStatementAsync(writer, "belowFree", rows[..2], small, [small], below: true, split: true, cancellation: cancellation);

        // A value in the padding.
        long[][] padded = [parts[0], [.. parts[1][..4], 3, .. new long[11]]];
        await WriteStatementAsync(writer, "padded", rows, values, padded, cancellation: cancellation);
        await WriteStatementAsync(writer, "paddedFree", rows, values, padded, split: true, cancellation: cancellation);

        // x_0 is far out of range in the commitment; what it has too much is hidden at x_16, on the same base of the other chunk.
        long[] hidden = [.. values];
        hidden[0] += 1 << 30;
        hidden[16] -= 1 << 30;
        await WriteStatementAsync(writer, "movedEqual", equal, hidden, parts, cancellation: cancellation);
        await WriteStatementAsync(writer, "movedDistinct", rows, hidden, parts, cancellation: cancellation);
    }

    /// <summary>Writes a statement about committed values, with Groth16 proofs of what the circuit is shown.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="rows">k_C, k_0 .. k_(M-1).</param>
    /// <param name="committed">What C holds.</param>
    /// <param name="shown">The values of every chunk in the circuit.</param>
    /// <param name="cut">Every chunk's norm starts from zero.</param>
    /// <param name="below">The first chunk's norm starts at minus what it will be.</param>
    /// <param name="split">pi as split columns would give it, instead of the published ones.</param>
    /// <param name="cancellation">Stops the work.</param>
    private async Task WriteStatementAsync(
        Utf8JsonWriter writer,
        string name,
        Fr[] rows,
        long[] committed,
        long[][] shown,
        bool cut = false,
        bool below = false,
        bool split = false,
        CancellationToken cancellation = default)
    {
        Fr context = ContextOf(0);
        Fr blinding = Fr.Random(), bound = below ? Fr.Zero : Fr.FromInt64(1L << 60);
        G1Affine commitment = VectorCommitment.Commit(_generators, committed, blinding, cancellation).Point;
        var chunks = new ChunkProof[shown.Length];
        G1Affine link = commitment * rows[0];
        Fr carry = Fr.Zero;
        for (int c = 0; c < shown.Length; c++)
        {
            Fr[] x = [.. shown[c].Select(Fr.FromInt64)];
            Fr squares = x.Aggregate(Fr.Zero, static (sum, value) => sum + (value * value));
            Fr before = below ? -squares : cut ? Fr.Zero : carry, after = before + squares, mask = Fr.Random();
            Fr rho = c == 0 ? blinding : Fr.Zero;
            Witness witness = await _witnesses.GenerateAsync(
                new CircuitInputs()
                    .Add("ctx", context).Add("bound", bound).Add("accIn", before).Add("x", x).Add("rho", rho).Add("blind", mask),
                cancellation);
            Proof proof = await new NativeProver().ProveAsync(_zkey, _key, witness, null, cancellation);
            chunks[c] = new ChunkProof(
                (Bases[1] * after) + (Bases[4] * before)
                    + MultiScalarMultiplication.Compute(_key.VerificationKey.InputBases[5..], (Fr[])[.. x, rho, mask]),
                proof);

            // What the published columns give for this row: the committed values, no padding, and the norm that left the chunk before.
            G1Affine row = chunks[c].Commitment;
            if (!split)
            {
                row += Bases[4] * (carry - before);
                for (int j = 0; j < K; j++)
                {
                    int at = (c * K) + j;
                    row += Bases[5 + j] * (Fr.FromInt64(at < committed.Length ? committed[at] : 0) - x[j]);
                }
            }

            link += row * rows[1 + c];
            carry = after;
        }

        writer.WriteStartObject(name);
        ContractFixtures.Write(writer, "key", Blob(committed.Length, rows));
        writer.WriteString("bound", bound.ToBigInteger().ToString(System.Globalization.CultureInfo.InvariantCulture));
        WriteClaim(writer, "claim", context, commitment, new ContributionProof(link, chunks));
        writer.WriteEndObject();
    }

    /// <summary>
    /// The context of provider <paramref name="index"/>, which is the account of the private key 0x9000 + index, in the first round of
    /// the first job of the coordinator that forge tests deploy.
    /// </summary>
    private static Fr ContextOf(int index) => new ChainContext(
        31337, ContractFixtures.Coordinator, 1, 1, Account.FromPrivateKey($"{0x9000 + index:x64}").Address.ToString()).ToFieldElement();

    private static void WriteClaim(Utf8JsonWriter writer, string? name, Fr context, G1Affine commitment, ContributionProof proof)
    {
        if (name is null) writer.WriteStartObject();
        else writer.WriteStartObject(name);
        ContractFixtures.Write(writer, "context", ContractFixtures.Bytes(context));
        ContractFixtures.Write(writer, "commitment", ContractFixtures.Bytes(commitment));
        ContractFixtures.Write(writer, "proof", proof.Encode());
        writer.WriteEndObject();
    }

    private byte[] Blob(int dimension, Fr[] rows)
    {
        VerificationKey key = _key.VerificationKey;
        List<byte[]> parts =
        [
            .. new long[] { dimension, K, rows.Length - 1, _instance.ValueBits, _instance.NormBits }.Select(
                static value => ContractFixtures.Bytes(Fr.FromInt64(value))),
            new byte[32], new byte[32],
            ContractFixtures.Bytes(key.Alpha), ContractFixtures.Bytes(key.Beta), ContractFixtures.Bytes(key.Delta),
            ContractFixtures.Bytes(Bases[0]), ContractFixtures.Bytes(Bases[2]), ContractFixtures.Bytes(Bases[3]),
            .. rows.Select(static k => ContractFixtures.Bytes(G2Affine.Generator * k)),
        ];
        return [.. parts.SelectMany(static part => part)];
    }
}
