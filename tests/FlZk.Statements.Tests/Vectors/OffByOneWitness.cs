using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements.Tests.Vectors;

/// <summary>Witnesses of a circuit whose third public signal is another.</summary>
internal sealed class OffByOneWitness(IWitnessGenerator inner) : IWitnessGenerator
{
    public async Task<Witness> GenerateAsync(CircuitInputs inputs, CancellationToken cancellation = default)
    {
        Fr[] values = (await inner.GenerateAsync(inputs, cancellation)).Values.ToArray();
        values[3] += Fr.One;
        return new Witness(values);
    }
}
