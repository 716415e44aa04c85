namespace FlZk.Contracts.Tests.Fixtures;

/// <summary>A way in which a statement's words can be wrong, or different and still right.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Apply">Changes the words, or makes new ones.</param>
internal sealed record Variation(string Name, Func<VariationInput, StatementWords> Apply);
