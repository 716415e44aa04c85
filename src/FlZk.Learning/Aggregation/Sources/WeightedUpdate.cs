namespace FlZk.Learning.Aggregation.Sources;

/// <summary>One provider's update in fixed point, with its weight.</summary>
/// <param name="Values">x_i, one integer per model parameter.</param>
/// <param name="Weight">w_i, the provider's sample count.</param>
public readonly record struct WeightedUpdate(ReadOnlyMemory<int> Values, long Weight);
