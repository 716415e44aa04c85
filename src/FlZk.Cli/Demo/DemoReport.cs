using System.Numerics;

namespace FlZk.Cli.Demo;

/// <summary>What a demo did: the JSON of <c>flzk demo --json</c>, schema <c>flzk/demo/1</c>.</summary>
internal sealed record DemoReport
{
    public string Schema { get; init; } = "flzk/demo/1";

    public required ulong ChainId { get; init; }

    public required string Backend { get; init; }

    public required string Device { get; init; }

    public required DemoJob Job { get; init; }

    public required IReadOnlyList<DemoRound> Rounds { get; init; }

    public required DemoAudit Audit { get; init; }
}

/// <summary>The job and what it was about.</summary>
internal sealed record DemoJob
{
    public required ulong Id { get; init; }

    public required string Exchange { get; init; }

    public required string Verifier { get; init; }

    public required string KeyId { get; init; }

    public required string Circuit { get; init; }

    public required int Parameters { get; init; }

    public required int Chunks { get; init; }

    public required BigInteger Bounty { get; init; }

    public required string Data { get; init; }

    public required ulong Seed { get; init; }

    public required double InitialAccuracy { get; init; }
}

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

/// <summary>Where a round's time went, in milliseconds; training, quantising and committing are the sums over all providers.</summary>
internal sealed record DemoTimings(
    double Train, double Quantise, double Commit, double Aggregate, double Witness, double Prove, double Link, double Verify, double Submit);

/// <summary>Gas per call; the largest where a call is made once per provider.</summary>
internal sealed record DemoGas(ulong CommitUpdate, ulong SubmitUpdate, ulong VerifyAggregate, ulong Claim, ulong PublishModel);

/// <summary>What a provider was paid, in the token's smallest units.</summary>
internal sealed record DemoReward(string Provider, BigInteger Amount);

/// <summary>What an auditor who was given the RPC URL and the exchange's address alone found.</summary>
internal sealed record DemoAudit(string Verdict, IReadOnlyList<DemoAuditRound> Rounds, IReadOnlyList<string> NotCovered);

/// <summary>The verdict on one round.</summary>
internal sealed record DemoAuditRound(int Round, string Verdict, int Checks, IReadOnlyList<string> Failed);
