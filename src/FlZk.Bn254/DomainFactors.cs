namespace FlZk.Bn254;

/// <summary>Gives the values of two polynomials at consecutive points of an <see cref="EvaluationDomain"/>. Called by several threads at a
/// time, in any order, once for each point.</summary>
/// <param name="first">The first point, as the exponent of the domain's generator.</param>
/// <param name="a">Receives the values of the one polynomial, at first, first + 1, ....</param>
/// <param name="b">Receives the values of the other; as long.</param>
public delegate void DomainFactors(int first, Span<Fr> a, Span<Fr> b);
