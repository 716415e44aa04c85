namespace FlZk.Cli.Demo;

/// <summary>One settled round.</summary>
internal sealed record DemoRound
{
    public required int Round { get; init; }

    public required int Providers { get; init; }

    public required int Parameters { get; init; }

    public required int Chunks { get; init; }

    /// <summary>Rows of the circuit, all chunks together.</summary>
    public required int Constraints { get; init; }

    public required long TotalWeight { get; init; }

    /// <summary>Held-out accuracy of the model that was proved, in [0, 1].</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean held-out accuracy of providers who train alone for as many rounds.</summary>
    public required double SingleProviderAccuracy { get; init; }

    public required string ModelCommitment { get; init; }

    public required bool ProofVerified { get; init; }

    public required DemoTimings TimingsMs { get; init; }

    public required DemoGas Gas { get; init; }

    public required IReadOnlyList<DemoReward> Rewards { get; init; }
}
