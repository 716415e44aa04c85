using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>One chunk of what a statement is about, padded with zeros to K.</summary>
internal interface IStatementChunk
{
    /// <summary>The circuit's inputs.</summary>
    CircuitInputs CircuitInputs();

    /// <summary>The circuit's public signals in order.</summary>
    Fr[] PublicSignals();

    /// <summary>D, the committed signals over their input bases.</summary>
    G1Affine Commit(ReadOnlyMemory<G1Affine> inputBases, CancellationToken cancellation);
}
