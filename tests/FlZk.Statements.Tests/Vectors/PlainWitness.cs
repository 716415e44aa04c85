using System.Numerics;
using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements.Tests.Vectors;

/// <summary>The public wires of a FedAvg circuit, computed in plain integers: it proves true statements only,
/// as the circuit does.</summary>
internal sealed class PlainWitness(int chunkSize) : IWitnessGenerator
{
    public Task<Witness> GenerateAsync(CircuitInputs inputs, CancellationToken cancellation = default)
    {
        BigInteger weight = inputs["W"].Span[0].ToBigInteger();
        var model = new Fr[chunkSize];
        for (int j = 0; j < chunkSize; j++)
        {
            BigInteger s = inputs["s"].Span[j].ToBigInteger();
            if (s > Fr.Modulus / 2) s -= Fr.Modulus;
            BigInteger quotient = BigInteger.DivRem(s + (weight / 2), weight, out BigInteger remainder);
            model[j] = Fr.FromBigInteger(remainder.Sign < 0 ? quotient - 1 : quotient);
        }

        Fr One(string name) => inputs[name].Span[0];
        return Task.FromResult(new Witness((Fr[])[
            Fr.One, .. model, One("ctx"), One("W"), .. inputs["s"].Span, One("rhoS"), One("rhoY"), One("blind")]));
    }
}
