namespace FlZk.Training.Models;

/// <summary>One named tensor of a model's flat parameter vector.</summary>
/// <param name="Name">Such as <c>layer0.weight</c>.</param>
/// <param name="Shape">Dimensions, outermost first; row-major.</param>
public sealed record ParameterTensor(string Name, IReadOnlyList<long> Shape);
