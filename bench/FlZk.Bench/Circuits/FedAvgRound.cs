using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Bench.Circuits;

/// <summary>A round of federated averaging with 24-bit values and a total weight of 4,800, the same every time.</summary>
/// <param name="TotalWeight">W.</param>
/// <param name="Sums">The weighted sums.</param>
/// <param name="Model">Each sum divided by the weight, rounded half up.</param>
internal sealed record FedAvgRound(long TotalWeight, long[] Sums, int[] Model)
{
    private const long Weight = 4800;
    private const int LargestValue = 1 << 22;

    public static FedAvgRound Random(int parameters)
    {
        var random = new Random(1);
        var sums = new long[parameters];
        var model = new int[parameters];
        for (int j = 0; j < parameters; j++)
        {
            model[j] = random.Next(-LargestValue, LargestValue);
            sums[j] = (model[j] * Weight) + random.NextInt64(-Weight / 2, Weight / 2);
        }

        return new FedAvgRound(Weight, sums, model);
    }

    /// <summary>The inputs of the circuit, context and blindings included.</summary>
    public CircuitInputs CircuitInputs() => new CircuitInputs()
        .Add("ctx", Fr.FromUInt64(5))
        .Add("W", Fr.FromInt64(TotalWeight))
        .Add("s", Array.ConvertAll(Sums, Fr.FromInt64))
        .Add("rhoS", Fr.FromUInt64(6).Inverse())
        .Add("rhoY", Fr.FromUInt64(7).Inverse())
        .Add("blind", Fr.FromUInt64(11).Inverse());
}
