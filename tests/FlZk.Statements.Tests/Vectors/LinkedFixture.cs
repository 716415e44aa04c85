using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements.Tests.Vectors;

/// <summary>Keys with known secrets for models of d parameters in chunks of K, and a round to prove under them.</summary>
internal sealed class LinkedFixture
{
    public const int ValueBits = 24;
    public const int WeightBits = 20;

    public static readonly ChainContext Chain = new(
        31337, "0x5fbdb2315678afecb367f032d93f642f64180aa3", 7, 3, "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266");

    private static readonly Lazy<PedersenGenerators> LazyGenerators = new(() => PedersenGenerators.Derive(128));

    /// <summary>Makes keys.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="chunkSize">K.</param>
    /// <param name="seed">Other seeds give other keys.</param>
    /// <param name="trapdoor">Changes the link's row secrets.</param>
    /// <param name="bases">Changes the circuit key's input bases.</param>
    /// <param name="relation">Replaces the relation that the link key is computed from.</param>
    public LinkedFixture(
        int dimension,
        int chunkSize = 16,
        string seed = "a",
        Func<Fr[], Fr[]>? trapdoor = null,
        Func<G1Affine[], G1Affine[]>? bases = null,
        Func<FedAvgLinkRelation, LinkRelation>? relation = null)
    {
        Circuit = new KnownTrapdoorKey(chunkSize, seed, bases);
        Parameters = new FedAvgParameters(chunkSize, ValueBits, WeightBits);
        Relation = new FedAvgLinkRelation(Circuit.Key, Generators, new LinkShape(dimension, chunkSize), checkKey: false);
        Fr[] rows = LinkTrapdoor.FromPublicSeed(System.Text.Encoding.UTF8.GetBytes(seed), Relation.Fingerprint, Relation.RowCount).Rows;
        Trapdoor = LinkTrapdoor.Of(trapdoor is null ? rows : trapdoor(rows));
        Link = new LinkProvingKey(
            Relation.Shape,
            Relation.Fingerprint,
            default,
            KeyOrigin.Development,
            [],
            LinkKeyColumns.Compute(relation is null ? Relation : relation(Relation), Trapdoor, null, default),
            LinkKeyColumns.RowKeys(Trapdoor));
        Key = LinkedVerificationKey.Compose(Circuit.Key, KeyOrigin.Development, Parameters, Link);
    }

    public static PedersenGenerators Generators => LazyGenerators.Value;

    public KnownTrapdoorKey Circuit { get; }

    public FedAvgParameters Parameters { get; }

    public FedAvgLinkRelation Relation { get; }

    public LinkTrapdoor Trapdoor { get; }

    public LinkProvingKey Link { get; }

    public LinkedVerificationKey Key { get; }

    public LinkShape Shape => Link.Shape;

    /// <summary>The real prover over these keys; refuses unsafe ones.</summary>
    public FedAvgProver Prover() => new(
        new FedAvgProvingKeys("none.zkey", null, Circuit.Key, KeyOrigin.Development, Parameters, Link, Generators),
        new PlainWitness(Shape.ChunkSize),
        Circuit);

    /// <summary>A round of providers with deterministic updates.</summary>
    public Round Round(string seed = "round", int providers = 3) => Vectors.Round.Make(Shape.Dimension, providers, seed);

    /// <summary>An honest proof of a round, put together by hand, so that it also exists under keys that the real prover refuses.</summary>
    public HandProof Prove(Round round, bool blindingsInCircuit = true)
    {
        FedAvgInputs inputs = round.Inputs(Chain);
        var scalars = new DeterministicScalars("masks " + Key.KeyId);
        var masks = new Fr[Shape.Chunks];
        for (int c = 0; c < masks.Length; c++) masks[c] = scalars.Next();
        var signals = new Fr[Shape.Chunks][];
        var chunks = new ChunkProof[Shape.Chunks];
        for (int c = 0; c < masks.Length; c++)
        {
            FedAvgInputs seen = blindingsInCircuit ? inputs : inputs with { SumBlinding = Fr.Zero };
            signals[c] = new FedAvgChunk(seen, Shape, c, blindingsInCircuit ? round.ModelBlinding : Fr.Zero, masks[c]).PublicSignals();
            chunks[c] = new ChunkProof(Committed(signals[c]), Circuit.Simulate(signals[c]));
        }

        G1Affine link = Link.Prove(round.Sums, round.WideModel, (Fr[])[round.SumBlinding, round.ModelBlinding, .. masks], default);
        FedAvgStatement statement = new(
            Key.KeyId, inputs.Context, round.TotalWeight, Shape.Dimension, Shape.Chunks, round.SumCommitment, round.ModelCommitment);
        return new HandProof(statement, new AggregateProof(round.ModelCommitment, link, chunks), signals, masks);
    }

    /// <summary>D of given public signals: their share of vk_x but for ctx and W.</summary>
    public G1Affine Committed(Fr[] signals)
    {
        Fr[] committed = [.. signals];
        committed[Circuit.Layout.ContextBase - 1] = Fr.Zero;
        committed[Circuit.Layout.WeightBase - 1] = Fr.Zero;
        return Verifier.InputPoint(Circuit.Key, committed) - Key.ConstantBase;
    }

    /// <summary>IC_0 + ctx IC_ctx + W IC_W.</summary>
    public G1Affine ScalarPart(FedAvgStatement statement) =>
        Key.ConstantBase + (Key.ContextBase * statement.Context) + (Key.WeightBase * Fr.FromInt64(statement.TotalWeight));
}
