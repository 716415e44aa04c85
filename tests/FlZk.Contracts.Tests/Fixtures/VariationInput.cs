using FlZk.Statements;

namespace FlZk.Contracts.Tests.Fixtures;

/// <summary>What a variation works on.</summary>
/// <param name="Key">The key under which both statements are valid.</param>
/// <param name="Words">A copy of a valid statement, to change.</param>
/// <param name="Other">A valid statement of another round; not to be changed.</param>
/// <param name="Random">Reproducible randomness.</param>
internal sealed record VariationInput(LinkedVerificationKey Key, StatementWords Words, StatementWords Other, Random Random);
