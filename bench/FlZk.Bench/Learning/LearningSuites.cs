namespace FlZk.Bench.Learning;

/// <summary>The suites that the report measures in rounds.</summary>
internal static class LearningSuites
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(FedAvgBenchmarks), typeof(QuantisationBenchmarks), typeof(RobustBenchmarks), typeof(ServerStepBenchmarks),
        typeof(StreamingBenchmarks),
    ];

    /// <summary>The one of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Type Named(string name) =>
        All.FirstOrDefault(suite => suite.Name == name) ?? throw new ArgumentException($"There is no suite {name}.", nameof(name));
}
