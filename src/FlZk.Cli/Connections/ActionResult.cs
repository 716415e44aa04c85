namespace FlZk.Cli.Connections;

/// <summary>What a command that sent transactions leaves as JSON.</summary>
/// <param name="Done">What is now true, as a sentence.</param>
/// <param name="ChainId">The chain.</param>
/// <param name="Sender">Who sent.</param>
/// <param name="Result">The command's own members.</param>
/// <param name="Transactions">What was sent, in order; empty when everything was done before.</param>
internal sealed record ActionResult(
    string Done, ulong ChainId, string? Sender, object? Result, IReadOnlyList<StepTaken> Transactions);
