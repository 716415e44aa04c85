namespace FlZk.Cli.Demo;

/// <summary>What an auditor who was given the RPC URL and the exchange's address alone found.</summary>
internal sealed record DemoAudit(string Verdict, IReadOnlyList<DemoAuditRound> Rounds, IReadOnlyList<string> NotCovered);
