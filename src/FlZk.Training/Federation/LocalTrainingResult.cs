namespace FlZk.Training.Federation;

/// <summary>What a provider has after training locally.</summary>
/// <param name="Parameters">The new parameters, flat.</param>
/// <param name="SampleCount">Rows of the shard: the update's weight.</param>
/// <param name="Loss">Mean training loss over the last epoch, in nats.</param>
/// <param name="Accuracy">Accuracy of the new parameters on the shard itself, in [0, 1].</param>
public sealed record LocalTrainingResult(float[] Parameters, int SampleCount, double Loss, double Accuracy);
