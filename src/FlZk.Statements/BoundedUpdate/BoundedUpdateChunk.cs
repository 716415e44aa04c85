using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>One chunk of an update, padded with zeros to K: its circuit inputs, its public signals and its point D.</summary>
internal sealed class BoundedUpdateChunk : IStatementChunk
{
    private readonly long[] _values;
    private readonly Fr _context;
    private readonly Fr _bound;
    private readonly Fr _carryIn;
    private readonly Fr[] _blindings;

    /// <summary>Cuts chunk <paramref name="index"/> out of an update. The commitment's blinding goes into chunk 0 alone.</summary>
    /// <param name="inputs">The whole update.</param>
    /// <param name="shape">d and K.</param>
    /// <param name="index">The chunk.</param>
    /// <param name="carryIn">The squared norm of the chunks before.</param>
    /// <param name="mask">beta.</param>
    public BoundedUpdateChunk(BoundedUpdateInputs inputs, LinkShape shape, int index, UInt128 carryIn, Fr mask)
    {
        ReadOnlySpan<int> values = inputs.Values.Span.Slice(index * shape.ChunkSize, shape.ParametersOf(index));
        _values = new long[shape.ChunkSize];
        for (int j = 0; j < values.Length; j++) _values[j] = values[j];
        CarryOut = carryIn + BoundedUpdateInputs.SquaredNorm(values);
        _context = inputs.Context;
        _bound = BoundedUpdateStatement.ToField(inputs.MaxSquaredNorm);
        _carryIn = BoundedUpdateStatement.ToField(carryIn);
        _blindings = index == 0 ? [inputs.Blinding, mask] : [Fr.Zero, mask];
    }

    /// <summary>The squared norm of this chunk and those before.</summary>
    public UInt128 CarryOut { get; }

    /// <summary>The circuit's inputs: ctx, bound, accIn, x, rho, blind.</summary>
    public CircuitInputs CircuitInputs() => new CircuitInputs()
        .Add("ctx", _context)
        .Add("bound", _bound)
        .Add("accIn", _carryIn)
        .Add("x", Values())
        .Add("rho", _blindings[0])
        .Add("blind", _blindings[1]);

    /// <summary>The circuit's public signals in order.</summary>
    public Fr[] PublicSignals() =>
        [BoundedUpdateStatement.ToField(CarryOut), _context, _bound, _carryIn, .. Values(), .. _blindings];

    /// <summary>D = accOut IC[accOut] + accIn IC[accIn] + sum_j x_j IC[x_j] + rho IC[rho] + beta IC[blind].</summary>
    public G1Affine Commit(ReadOnlyMemory<G1Affine> inputBases, CancellationToken cancellation)
    {
        int k = _values.Length;
        var layout = new BoundedUpdatePublicSignals(k);
        ReadOnlySpan<G1Affine> bases = inputBases.Span;
        return (bases[BoundedUpdatePublicSignals.CarryOutBase] * BoundedUpdateStatement.ToField(CarryOut))
            + (bases[BoundedUpdatePublicSignals.CarryInBase] * _carryIn)
            + MultiScalarMultiplication.Compute(inputBases.Slice(BoundedUpdatePublicSignals.ValueBase(0), k), _values, cancellation)
            + MultiScalarMultiplication.Compute(inputBases.Slice(layout.BlindingBase, 2), _blindings, cancellation);
    }

    private Fr[] Values() => [.. _values.Select(Fr.FromInt64)];
}
