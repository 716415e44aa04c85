using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;

namespace FlZk.Cli.Commands.Verifiers;

/// <summary><c>flzk verifier list</c>: the verifiers that new jobs may name.</summary>
internal sealed class VerifierListCommand : ExchangeCommand
{
    public VerifierListCommand()
        : base(
            Access.Reads,
            "list",
            "List the verifiers that new jobs may name; governance lists and delists them.",
            "flzk verifier list --book exchange.json")
    {
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        IReadOnlyList<ListedVerifier> verifiers = await VerifierCatalog.ReadAsync(session.Contracts, cancellation).ConfigureAwait(false);
        return session.List(
            new { verifiers },
            "No verifier is listed: no job can be created before governance lists one.",
            ["verifier", "kind", "parameters", "key", "listed"],
            [.. verifiers.Select(v => new[]
            {
                v.Verifier, v.Kind, v.Parameters is { } parameters ? JobText.Number(parameters) : "-", v.KeyId,
                ExchangeSession.Time(v.ListedAt),
            })]);
    }
}
