namespace FlZk.Cli.Commands.Datasets;

/// <summary>An attestation in JSON; the score in 1/10,000.</summary>
internal sealed record AttestationSummary(string Attester, int Score, DateTimeOffset AttestedAt, string ReportHash);
