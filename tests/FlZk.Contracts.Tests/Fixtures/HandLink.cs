using System.Buffers.Binary;
using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Statements;

namespace FlZk.Contracts.Tests.Fixtures;

/// <summary>
/// Linked statements put together from protocol.md alone, with link secrets of the test's choosing. With them the link proof is
/// pi = k_S C_S + k_Y C_Y + sum_c k_c D_c, where C_S, C_Y and D_c commit to the values that the prover feeds the published columns.
/// </summary>
internal sealed class HandLink(TestCircuit circuit, PedersenGenerators generators)
{
    private const int Word = 32;
    private const long Weight = 1000;

    /// <summary>A statement about random sums.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="context">ctx.</param>
    /// <param name="rows">The link's secrets, 2 + M of them.</param>
    /// <param name="shift">Added to s_0 and taken from s_K in the circuit, but not in C_S.</param>
    /// <param name="padding">Average of the first padding place of the last chunk, in the circuit.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task<HandStatement> ProveAsync(
        int dimension, Fr context, Fr[] rows, long shift = 0, int padding = 0, CancellationToken cancellation = default)
    {
        int size = circuit.Instance.ChunkSize, chunks = rows.Length - 2;
        var random = new Random(dimension);
        long[] sums = [.. Enumerable.Range(0, dimension).Select(_ => random.NextInt64(-(1L << 30), 1L << 30))];
        long[] proved = [.. sums, .. new long[(chunks * size) - dimension]];
        proved[0] += shift;
        if (chunks > 1) proved[size] -= shift;
        if (padding != 0) proved[dimension] = padding * Weight;
        int[] model = TestCircuit.Average(proved, Weight);

        Fr sumBlinding = Fr.Random(), modelBlinding = Fr.Random();
        G1Affine sum = VectorCommitment.Commit(generators, sums, sumBlinding, cancellation).Point;
        G1Affine committedModel = VectorCommitment.Commit(generators, model.AsMemory(0, dimension), modelBlinding, cancellation).Point;
        var proofs = new ChunkProof[chunks];
        G1Affine link = (sum * rows[0]) + (committedModel * rows[1]);
        for (int c = 0; c < chunks; c++)
        {
            long[] part = proved[(c * size)..((c + 1) * size)];
            proofs[c] = await circuit.ProveAsync(
                context, Weight, part, c == 0 ? sumBlinding : Fr.Zero, c == 0 ? modelBlinding : Fr.Zero, Fr.Random(), cancellation);

            // What the columns give for this row: the sums of C_S, and no padding.
            G1Affine row = proofs[c].Commitment;
            if (c < 2) row += circuit.SumBase(0) * Fr.FromInt64(c == 0 ? -shift : shift);
            if (padding != 0 && c == chunks - 1)
            {
                int place = dimension - (c * size);
                row -= (circuit.SumBase(place) * Fr.FromInt64(padding * Weight)) + (circuit.ModelBase(place) * Fr.FromInt64(padding));
            }

            link += row * rows[2 + c];
        }

        StatementWords words = StatementWords.Of(context, Weight, sum, committedModel, link, proofs);
        return new HandStatement(Blob(dimension, rows), rows, proofs, words);
    }

    private byte[] Blob(int dimension, Fr[] rows)
    {
        VerificationKey key = circuit.Key;
        ReadOnlySpan<G1Affine> bases = key.InputBases.Span;
        int size = circuit.Instance.ChunkSize;
        List<byte[]> parts =
        [
            .. new long[] { dimension, size, rows.Length - 2, circuit.Instance.ValueBits, circuit.Instance.WeightBits }.Select(WordOf),
            new byte[Word], new byte[Word],
            ContractFixtures.Bytes(key.Alpha), ContractFixtures.Bytes(key.Beta), ContractFixtures.Bytes(key.Delta),
            ContractFixtures.Bytes(bases[0]), ContractFixtures.Bytes(bases[size + 1]), ContractFixtures.Bytes(bases[size + 2]),
            .. rows.Select(k => ContractFixtures.Bytes(G2Affine.Generator * k)),
        ];
        return [.. parts.SelectMany(part => part)];
    }

    private static byte[] WordOf(long value)
    {
        var word = new byte[Word];
        BinaryPrimitives.WriteInt64BigEndian(word.AsSpan(Word - 8), value);
        return word;
    }
}
