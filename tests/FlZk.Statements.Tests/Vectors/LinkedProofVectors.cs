using System.Text.Json;
using FlZk.Bn254;

namespace FlZk.Statements.Tests.Vectors;

/// <summary>
/// Linked proofs for other implementations of the verifier, valid and forged, the same bytes in every run.
/// Points are 0x-prefixed in EVM order.
/// </summary>
/// <remarks>
/// Per case: <c>name</c>, <c>accepted</c>, <c>refusal</c> (this verifier's), <c>passesWithout</c> (the check without which the forgery
/// succeeds, or empty), and the key blob, statement, proof, hashed bytes and challenge. The proof is <see cref="AggregateProof.Encode"/>'s,
/// whose words are those of <c>abi.encode</c> of the chunks' static structs.
/// </remarks>
internal static class LinkedProofVectors
{
    public const string Schema = "flzk/linked-proof-vectors/1";

    /// <summary>All cases.</summary>
    public static IEnumerable<LinkedProofCase> Cases()
    {
        foreach (int d in (int[])[16, 20, 48])
        {
            var keys = new LinkedFixture(d);
            Round round = keys.Round();
            HandProof honest = keys.Prove(round);
            string name = $"{keys.Shape.Chunks} chunks";
            LinkedProofCase Case(string what, FedAvgStatement statement, AggregateProof proof, OmittedCheck without = OmittedCheck.None) =>
                new($"{name}: {what}", keys.Key, statement, proof, without);

            yield return Case("honest", honest.Statement, honest.Proof);
            yield return Case("re-randomised", honest.Statement, Rerandomise(keys, honest.Proof));
            yield return Case(
                "chosen D", honest.Statement, Forgeries.ChosenD(keys, honest.Statement, honest.Proof.Link, 3), OmittedCheck.Link);
            FedAvgStatement heavier = honest.Statement with { TotalWeight = honest.Statement.TotalWeight + 1 };
            yield return Case("another weight, proof unchanged", heavier, honest.Proof);
            yield return Case("another weight, D shifted", heavier, Forgeries.Retarget(keys, honest, heavier), OmittedCheck.Link);
            FedAvgStatement elsewhere = honest.Statement with { Context = honest.Statement.Context + Fr.One };
            yield return Case("another context, proof unchanged", elsewhere, honest.Proof);
            yield return Case("another context, D shifted", elsewhere, Forgeries.Retarget(keys, honest, elsewhere), OmittedCheck.Link);
            HandProof wrong = Forgeries.WrongModel(keys, round, honest, inD: false, (1, 1));
            yield return Case("wrong model, D unchanged", wrong.Statement, wrong.Proof, OmittedCheck.Link);
            wrong = Forgeries.WrongModel(keys, round, honest, inD: true, (1, 1));
            yield return Case("wrong model, D changed", wrong.Statement, wrong.Proof, OmittedCheck.Groth16);
            yield return Case("pi solved for", wrong.Statement, Forgeries.SolvedLink(keys, wrong, 3), OmittedCheck.LinkInChallenge);
            FedAvgStatement weightless = honest.Statement with { TotalWeight = 0 };
            yield return Case(
                "weight zero", weightless, Forgeries.Retarget(keys, honest, weightless), OmittedCheck.Link | OmittedCheck.TotalWeight);
            yield return Case(
                "C at infinity",
                honest.Statement,
                Forgeries.ChosenD(keys, honest.Statement, honest.Proof.Link, 0),
                OmittedCheck.Link | OmittedCheck.Infinity);
            AggregateProof longer = honest.Proof with { Chunks = [.. honest.Proof.Chunks, honest.Proof.Chunks[0]] };
            yield return Case("one chunk more", honest.Statement, longer, OmittedCheck.ChunkCount);
            if (keys.Shape.Chunks == 1) continue;
            AggregateProof shorter = honest.Proof with { Chunks = [.. honest.Proof.Chunks.SkipLast(1)] };
            yield return Case("one chunk less", honest.Statement, shorter, OmittedCheck.ChunkCount | OmittedCheck.Link);
            AggregateProof swapped = honest.Proof with { Chunks = [.. honest.Proof.Chunks.Reverse()] };
            yield return Case("chunks in another order", honest.Statement, swapped, OmittedCheck.Link);
        }

        yield return EqualChunkSecrets();
        yield return UnopenableModel();
    }

    /// <summary>Under a key whose first two chunks share a secret, values move between them: only the key's
    /// maker can prevent this.</summary>
    public static LinkedProofCase EqualChunkSecrets()
    {
        var keys = new LinkedFixture(32, trapdoor: rows => [rows[0], rows[1], rows[2], rows[2]]);
        Round round = keys.Round();
        HandProof wrong = Forgeries.WrongModel(keys, round, keys.Prove(round), inD: false, (0, 5), (16, -5));
        return new(
            "unsafe key with equal chunk secrets: values moved between chunks", keys.Key, wrong.Statement, wrong.Proof, OmittedCheck.None);
    }

    /// <summary>Under a key whose blindings touch one row each, a model commitment that nobody can open settles.</summary>
    public static LinkedProofCase UnopenableModel()
    {
        var keys = new LinkedFixture(16, relation: relation => new SplitBlindingRelation(relation));
        HandProof honest = keys.Prove(keys.Round(), blindingsInCircuit: false);
        (G1Affine sum, G1Affine model) = Forgeries.Shift(
            keys, honest.Statement.Sum.Point, keys.Shape.SumBlindingColumn, honest.Statement.Model.Point,
            keys.Shape.ModelBlindingColumn, 11);
        FedAvgStatement statement = honest.Statement with { Sum = new(sum), Model = new(model) };
        return new(
            "unsafe key with one-row blindings: unopenable model",
            keys.Key,
            statement,
            honest.Proof with { Model = new(model) },
            OmittedCheck.None);
    }

    /// <summary>(A / u, u B + u v delta, C + v A): verifies by design.</summary>
    public static AggregateProof Rerandomise(LinkedFixture keys, AggregateProof proof)
    {
        Fr u = Fr.FromUInt64(12345), v = Fr.FromUInt64(678);
        return proof with
        {
            Chunks = [.. proof.Chunks.Select(chunk => chunk with
            {
                Groth16 = new(
                    chunk.Groth16.A * u.Inverse(),
                    (chunk.Groth16.B * u) + (keys.Key.Delta * (u * v)),
                    chunk.Groth16.C + (chunk.Groth16.A * v)),
            })],
        };
    }

    /// <summary>All cases as JSON.</summary>
    public static string ToJson() => StrictJson.Write(Schema, json =>
    {
        json.WriteStartArray("cases");
        foreach (LinkedProofCase vector in Cases()) vector.Write(json);
        json.WriteEndArray();
        json.WriteString("h", Hexadecimal.Write(Encode(LinkedFixture.Generators.Blinding)));
        json.WriteStartArray("generators");
        for (int j = 0; j < 4; j++) json.WriteStringValue(Hexadecimal.Write(Encode(PedersenGenerators.ValueGenerator(j))));
        json.WriteEndArray();
    });

    /// <summary>A point in EVM order.</summary>
    public static byte[] Encode(G1Affine point)
    {
        var bytes = new byte[G1Affine.UncompressedLength];
        point.WriteUncompressed(bytes);
        return bytes;
    }
}
