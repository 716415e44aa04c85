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
