namespace FlZk.Statements;

/// <summary>One refused update.</summary>
/// <param name="Index">Its position among the delivered updates.</param>
/// <param name="Provider">The provider at fault.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Detail">The same as a sentence; it holds no secret but, for a value outside its range, that value.</param>
public sealed record OpeningFault(int Index, string Provider, OpeningFaultKind Kind, string Detail);
