using FlZk.Statements;

namespace FlZk.Contracts.Tests.Fixtures;

/// <summary>A key and valid statements under it.</summary>
/// <param name="Key">The linked verification key.</param>
/// <param name="Rounds">At least two statements.</param>
internal sealed record DifferentialFamily(LinkedVerificationKey Key, IReadOnlyList<StatementWords> Rounds);
