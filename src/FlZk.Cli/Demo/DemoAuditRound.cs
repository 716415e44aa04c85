namespace FlZk.Cli.Demo;

/// <summary>The verdict on one round.</summary>
internal sealed record DemoAuditRound(int Round, string Verdict, int Checks, IReadOnlyList<string> Failed);
