using FlZk.Bn254;

namespace FlZk.Statements.Tests.Vectors;

/// <summary>Providers' updates, weights and blindings with everything that follows from them.</summary>
internal sealed class Round
{
    private Round(int[][] updates, long[] weights, Fr[] blindings, Fr modelBlinding)
    {
        Updates = updates;
        Weights = weights;
        Blindings = blindings;
        ModelBlinding = modelBlinding;
        TotalWeight = weights.Sum();
        int d = updates[0].Length;
        Sums = new long[d];
        Model = new int[d];
        for (int j = 0; j < d; j++)
        {
            for (int i = 0; i < updates.Length; i++) Sums[j] += weights[i] * updates[i][j];
            Model[j] = (int)Math.Floor((Sums[j] + (TotalWeight / 2)) / (decimal)TotalWeight);
        }

        Commitments = new VectorCommitment[updates.Length];
        for (int i = 0; i < updates.Length; i++)
            Commitments[i] = VectorCommitment.Commit(LinkedFixture.Generators, updates[i], blindings[i]);
        SumBlinding = VectorCommitment.WeightedBlinding(blindings, weights);
        SumCommitment = VectorCommitment.WeightedSum(Commitments, weights);
        ModelCommitment = VectorCommitment.Commit(LinkedFixture.Generators, Model, modelBlinding);
    }

    public int[][] Updates { get; }

    public long[] Weights { get; }

    public Fr[] Blindings { get; }

    public VectorCommitment[] Commitments { get; }

    public long TotalWeight { get; }

    public long[] Sums { get; }

    public int[] Model { get; }

    public long[] WideModel => [.. Model];

    public Fr SumBlinding { get; }

    public Fr ModelBlinding { get; }

    public VectorCommitment SumCommitment { get; }

    public VectorCommitment ModelCommitment { get; }

    public static Round Make(int dimension, int providers, string seed)
    {
        var scalars = new DeterministicScalars($"round {seed} {dimension} {providers}");
        int Value(int bits) => (int)(uint)(scalars.Next().ToBigInteger() & ((1u << bits) - 1));
        var updates = new int[providers][];
        var weights = new long[providers];
        var blindings = new Fr[providers];
        for (int i = 0; i < providers; i++)
        {
            updates[i] = new int[dimension];
            for (int j = 0; j < dimension; j++) updates[i][j] = Value(LinkedFixture.ValueBits) - (1 << (LinkedFixture.ValueBits - 1));
            weights[i] = 1 + Value(10);
            blindings[i] = scalars.Next();
        }

        return new Round(updates, weights, blindings, scalars.Next());
    }

    public static Round Of(int[][] updates, long[] weights)
    {
        var scalars = new DeterministicScalars("given round");
        return new Round(updates, weights, [.. weights.Select(_ => scalars.Next())], scalars.Next());
    }

    public FedAvgInputs Inputs(ChainContext chain) => new()
    {
        Context = chain.ToFieldElement(),
        TotalWeight = TotalWeight,
        Sums = Sums,
        Model = Model,
        SumBlinding = SumBlinding,
        ModelBlinding = ModelBlinding,
        ExpectedSum = SumCommitment,
    };
}
