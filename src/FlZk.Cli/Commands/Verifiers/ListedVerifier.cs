namespace FlZk.Cli.Commands.Verifiers;

/// <summary>A listed verifier in JSON.</summary>
/// <param name="Verifier">Its address.</param>
/// <param name="Kind"><c>aggregate</c> for rounds, <c>contribution</c> for single updates, <c>unknown</c> for neither.</param>
/// <param name="Parameters">Length of the models or updates it is for; null when unknown.</param>
/// <param name="KeyId">Keccak-256 of its key's blob.</param>
/// <param name="CodeHash">Keccak-256 of its code when it was listed.</param>
/// <param name="ListedAt">When it was listed.</param>
internal sealed record ListedVerifier(
    string Verifier, string Kind, int? Parameters, string KeyId, string CodeHash, DateTimeOffset ListedAt);
