using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>One chunk of a round, padded with zeros to K: its circuit inputs, its public signals and its point D.</summary>
internal sealed class FedAvgChunk : IStatementChunk
{
    private readonly FedAvgPublicSignals _layout;
    private readonly long[] _sums;
    private readonly long[] _model;
    private readonly Fr _context;
    private readonly Fr _weight;
    private readonly Fr[] _blindings;

    /// <summary>Cuts chunk <paramref name="index"/> out of a round. The blindings of the commitments go into chunk 0 alone.</summary>
    public FedAvgChunk(FedAvgInputs inputs, LinkShape shape, int index, Fr modelBlinding, Fr mask)
    {
        int from = index * shape.ChunkSize, length = shape.ParametersOf(index);
        _layout = new FedAvgPublicSignals(shape.ChunkSize);
        _sums = new long[shape.ChunkSize];
        _model = new long[shape.ChunkSize];
        inputs.Sums.Span.Slice(from, length).CopyTo(_sums);
        ReadOnlySpan<int> model = inputs.Model.Span.Slice(from, length);
        for (int j = 0; j < length; j++) _model[j] = model[j];
        _context = inputs.Context;
        _weight = Fr.FromInt64(inputs.TotalWeight);
        _blindings = index == 0 ? [inputs.SumBlinding, modelBlinding, mask] : [Fr.Zero, Fr.Zero, mask];
    }

    /// <summary>The circuit's inputs: ctx, W, s, rhoS, rhoY, blind.</summary>
    public CircuitInputs CircuitInputs() => new CircuitInputs()
        .Add("ctx", _context)
        .Add("W", _weight)
        .Add("s", ToField(_sums))
        .Add("rhoS", _blindings[0])
        .Add("rhoY", _blindings[1])
        .Add("blind", _blindings[2]);

    /// <summary>The circuit's public signals in order.</summary>
    public Fr[] PublicSignals() => [.. ToField(_model), _context, _weight, .. ToField(_sums), .. _blindings];

    /// <summary>D = sum_j s_j IC[s_j] + sum_j y_j IC[y_j] + rhoS IC[rhoS] + rhoY IC[rhoY] + beta IC[blind].</summary>
    public G1Affine Commit(ReadOnlyMemory<G1Affine> inputBases, CancellationToken cancellation)
    {
        int k = _layout.ChunkSize;
        return MultiScalarMultiplication.Compute(inputBases.Slice(FedAvgPublicSignals.ModelBase(0), k), _model, cancellation)
            + MultiScalarMultiplication.Compute(inputBases.Slice(_layout.SumBase(0), k), _sums, cancellation)
            + MultiScalarMultiplication.Compute(inputBases.Slice(_layout.SumBlindingBase, 3), _blindings, cancellation);
    }

    private static Fr[] ToField(long[] values)
    {
        var elements = new Fr[values.Length];
        for (int j = 0; j < elements.Length; j++) elements[j] = Fr.FromInt64(values[j]);
        return elements;
    }
}
