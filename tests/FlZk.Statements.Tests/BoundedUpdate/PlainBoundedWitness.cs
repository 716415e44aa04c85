using System.Numerics;
using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements.Tests.BoundedUpdate;

/// <summary>The public wires of a bounded-update circuit, computed in plain integers: it proves true statements only, as the circuit
/// does.</summary>
internal sealed class PlainBoundedWitness(int chunkSize) : IWitnessGenerator
{
    public Task<Witness> GenerateAsync(CircuitInputs inputs, CancellationToken cancellation = default)
    {
        Fr One(string name) => inputs[name].Span[0];
        BigInteger norm = One("accIn").ToBigInteger();
        for (int j = 0; j < chunkSize; j++)
        {
            BigInteger x = inputs["x"].Span[j].ToBigInteger();
            if (x > Fr.Modulus / 2) x -= Fr.Modulus;
            if (x < -(1 << 23) || x >= 1 << 23) throw new UnprovableException("A value is out of range.");
            norm += x * x;
        }

        if (norm > One("bound").ToBigInteger()) throw new UnprovableException("The norm is above the bound.");
        return Task.FromResult(new Witness((Fr[])[
            Fr.One, Fr.FromBigInteger(norm), One("ctx"), One("bound"), One("accIn"), .. inputs["x"].Span, One("rho"), One("blind")]));
    }
}
