namespace FlZk.Exchange.Auditing;

/// <summary>What a node says contradicts itself, its signatures or its hashes. Becomes a failed check.</summary>
internal sealed class TestimonyException(string message) : Exception(message);
