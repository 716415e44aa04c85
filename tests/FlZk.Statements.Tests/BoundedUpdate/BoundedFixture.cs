using System.Text;
using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Statements.Tests.BoundedUpdate;

/// <summary>Keys with known secrets for updates of d values in chunks of K, and statements put together by hand.</summary>
internal sealed class BoundedFixture
{
    public const int ValueBits = 24;
    public const int NormBits = 128;

    public static readonly Fr Context = LinkedFixture.Chain.ToFieldElement();

    /// <summary>Makes keys.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="chunkSize">K.</param>
    /// <param name="seed">Other seeds give other keys.</param>
    /// <param name="trapdoor">Changes the link's row secrets.</param>
    /// <param name="normBits">Bits of the bound.</param>
    public BoundedFixture(
        int dimension, int chunkSize = 16, string seed = "a", Func<Fr[], Fr[]>? trapdoor = null, int normBits = NormBits)
    {
        var shape = new LinkShape(dimension, chunkSize, LinkedStatement.BoundedUpdate);
        Circuit = new KnownTrapdoorKey(chunkSize, "bounded " + seed, null, new BoundedUpdatePublicSignals(chunkSize).Count);
        Parameters = new BoundedUpdateParameters(chunkSize, ValueBits, normBits);
        Relation = new BoundedUpdateLinkRelation(Circuit.Key, LinkedFixture.Generators, shape);
        Fr[] rows = LinkTrapdoor.FromPublicSeed(Encoding.UTF8.GetBytes(seed), Relation.Fingerprint, Relation.RowCount).Rows;
        Trapdoor = LinkTrapdoor.Of(trapdoor is null ? rows : trapdoor(rows));
        Link = LinkSetup.FromTrapdoor(Relation, Trapdoor);
        Key = BoundedUpdateVerificationKey.Compose(Circuit.Key, KeyOrigin.Development, Parameters, Link);
    }

    public KnownTrapdoorKey Circuit { get; }

    public BoundedUpdateParameters Parameters { get; }

    public BoundedUpdateLinkRelation Relation { get; }

    public LinkTrapdoor Trapdoor { get; }

    public LinkProvingKey Link { get; }

    public BoundedUpdateVerificationKey Key { get; }

    public LinkShape Shape => Link.Shape;

    /// <summary>The real prover over these keys; refuses unsafe ones.</summary>
    public BoundedUpdateProver Prover() => new(
        new BoundedUpdateProvingKeys("none.zkey", null, Circuit.Key, KeyOrigin.Development, Parameters, Link, LinkedFixture.Generators),
        new PlainBoundedWitness(Shape.ChunkSize),
        Circuit);

    /// <summary>An update with deterministic values.</summary>
    public BoundedUpdateInputs Inputs(string seed = "update", UInt128? bound = null)
    {
        var scalars = new DeterministicScalars($"{seed} {Shape.Dimension}");
        int[] values = new int[Shape.Dimension];
        for (int j = 0; j < values.Length; j++) values[j] = (int)(uint)(scalars.Next().ToBigInteger() & 0xffffff) - (1 << 23);
        return new BoundedUpdateInputs
        {
            Context = Context,
            MaxSquaredNorm = bound ?? BoundedUpdateInputs.SquaredNorm(values),
            Values = values,
            Blinding = scalars.Next(),
        };
    }

    /// <summary>A statement and proof put together by hand from claims about every chunk, true or not.</summary>
    /// <param name="values">What the commitment holds.</param>
    /// <param name="blinding">rho.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="chunks">What the circuit is shown: per chunk accOut, accIn, K values, rho.</param>
    /// <param name="columns">Values of the columns that pi is made of; null for those that the first claims of the chunks give.</param>
    public (BoundedUpdateStatement Statement, ContributionProof Proof) Claim(
        long[] values, Fr blinding, UInt128 bound, (Fr AccOut, Fr AccIn, Fr[] Values, Fr Rho)[] chunks, Fr[]? columns = null)
    {
        var commitment = VectorCommitment.Commit(LinkedFixture.Generators, values, blinding);
        var statement = new BoundedUpdateStatement(Key.KeyId, Context, bound, commitment);
        var scalars = new DeterministicScalars("masks " + Key.KeyId);
        Fr[] masks = [.. chunks.Select(_ => scalars.Next())];
        ChunkProof[] proofs = [.. chunks.Select((chunk, c) =>
        {
            Fr[] signals = [chunk.AccOut, Context, statement.Bound, chunk.AccIn, .. chunk.Values, chunk.Rho, masks[c]];
            return new ChunkProof(Committed(signals), Circuit.Simulate(signals));
        })];
        Fr[] others = columns ?? [blinding, .. chunks.Select(chunk => chunk.AccOut)];
        return (statement, new ContributionProof(Link.Prove(values, (Fr[])[.. others, .. masks], default), proofs));
    }

    /// <summary>True claims about every chunk of values.</summary>
    public (Fr AccOut, Fr AccIn, Fr[] Values, Fr Rho)[] Honest(long[] values, Fr blinding)
    {
        var chunks = new (Fr AccOut, Fr AccIn, Fr[] Values, Fr Rho)[Shape.Chunks];
        Fr carry = Fr.Zero;
        for (int c = 0; c < chunks.Length; c++)
        {
            Fr[] padded = new Fr[Shape.ChunkSize];
            for (int j = 0; j < Shape.ParametersOf(c); j++) padded[j] = Fr.FromInt64(values[(c * Shape.ChunkSize) + j]);
            Fr next = padded.Aggregate(carry, static (sum, x) => sum + (x * x));
            chunks[c] = (next, carry, padded, c == 0 ? blinding : Fr.Zero);
            carry = next;
        }

        return chunks;
    }

    /// <summary>D of given public signals: their share of vk_x but for ctx and bound.</summary>
    public G1Affine Committed(Fr[] signals)
    {
        Fr[] committed = [.. signals];
        committed[BoundedUpdatePublicSignals.ContextBase - 1] = Fr.Zero;
        committed[BoundedUpdatePublicSignals.BoundBase - 1] = Fr.Zero;
        return Verifier.InputPoint(Circuit.Key, committed) - Key.ConstantBase;
    }

    /// <summary>With the link's secrets known, pi for any points: what columns that touch one row each would let anybody compute.</summary>
    public G1Affine LinkFromSecrets(BoundedUpdateStatement statement, IReadOnlyList<ChunkProof> chunks)
    {
        G1Affine link = statement.Commitment.Point * Trapdoor.Rows[0];
        for (int c = 0; c < chunks.Count; c++) link += chunks[c].Commitment * Trapdoor.Rows[1 + c];
        return link;
    }

    /// <summary>IC_0 + ctx IC_ctx + bound IC_bound.</summary>
    public G1Affine ScalarPart(BoundedUpdateStatement statement) =>
        Key.ConstantBase + (Key.ContextBase * statement.Context) + (Key.BoundBase * statement.Bound);
}
