using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Bench.Circuits;

/// <summary>The circuits of the report.</summary>
internal static class BenchCircuits
{
    /// <summary>Small enough for a prover's start to matter as much as its speed.</summary>
    public static BenchCircuit Small { get; } = HashChain("hash-14", 38, 14);

    /// <summary>One chunk of federated averaging on the largest circuit of the project's catalogue.</summary>
    public static BenchCircuit Chunk { get; } = FedAvg("fedavg-18", 5568, 18);

    /// <summary>Federated averaging with 2^20 rows: for witness generators.</summary>
    public static BenchCircuit LargeChunk { get; } = FedAvg("fedavg-20", 22272, 20);

    /// <summary>The circuit whose key is made anew.</summary>
    public static BenchCircuit Largest { get; } = RangeChecks("range-20", 17180, 20);

    /// <summary>The circuits that are proved, by size.</summary>
    public static IReadOnlyList<BenchCircuit> Proved { get; } =
    [
        Small,
        RangeChecks("range-16", 1060, 16),
        HashChain("hash-16", 269, 16),
        RangeChecks("range-18", 4280, 18),
        HashChain("hash-18", 1078, 18),
        Chunk,
        Largest,
    ];

    /// <summary>The circuit of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static BenchCircuit Named(string name) =>
        Proved.Append(LargeChunk).FirstOrDefault(circuit => circuit.Name == name)
        ?? throw new ArgumentException($"There is no circuit {name}; there are {string.Join(", ", Proved.Select(c => c.Name))}.");

    private static BenchCircuit RangeChecks(string name, int values, int logDomain) => new(
        name,
        $"range checks 2^{logDomain}",
        WitnessKind.RangeChecks,
        logDomain,
        new CircuitSource("range_checks.circom", "RangeChecks", [values, 60]),
        () =>
        {
            var random = new Random(1);
            return new CircuitInputs().Add("x", Numbers(values, () => Fr.FromInt64(random.NextInt64(1L << 60))));
        });

    private static BenchCircuit HashChain(string name, int links, int logDomain) => new(
        name,
        $"hash chain 2^{logDomain}",
        WitnessKind.Dense,
        logDomain,
        new CircuitSource("hash_chain.circom", "HashChain", [links, 27]),
        () => new CircuitInputs().Add("start", (Fr[])[Fr.FromUInt64(1), Fr.FromUInt64(2), Fr.FromUInt64(3)]));

    private static BenchCircuit FedAvg(string name, int parameters, int logDomain) => new(
        name,
        $"FedAvg {parameters}, 2^{logDomain}",
        WitnessKind.FedAvg,
        logDomain,
        new CircuitSource(CircuitSource.FedAvgFile, "FedAvg", [parameters, 24, 20]),
        () => FedAvgRound.Random(parameters).CircuitInputs());

    private static Fr[] Numbers(int count, Func<Fr> next)
    {
        var numbers = new Fr[count];
        for (int i = 0; i < count; i++) numbers[i] = next();
        return numbers;
    }
}
