namespace FlZk.Learning.Aggregation.Devices;

/// <summary>A round's size, by which the faster device is chosen.</summary>
/// <param name="Count">n, the number of updates.</param>
/// <param name="Length">d, the number of parameters.</param>
public readonly record struct RoundShape(int Count, int Length);
