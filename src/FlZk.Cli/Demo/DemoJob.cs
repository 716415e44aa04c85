using System.Numerics;

namespace FlZk.Cli.Demo;

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
