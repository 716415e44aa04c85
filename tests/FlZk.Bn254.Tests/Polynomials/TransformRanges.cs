using FlZk.Bn254.Polynomials;

namespace FlZk.Bn254.Tests.Polynomials;

/// <summary>Whatever the values, no layer of a transform leaves the range that the next one takes.</summary>
public sealed class TransformRanges
{
    /// <summary>Layers that reduce come back after eight: twelve layers between blocks have them all, in rows and columns.</summary>
    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(17)]
    public void Every_layer_takes_what_the_one_before_it_gives(int logSize)
    {
        var execution = new Execution(MaximumThreads: 1);
        var transform = new LaneTransform<RangeKernels>(logSize, execution);
        var values = new Fr[1 << logSize];
        transform.Forward(values, coset: false, execution);
        transform.Forward(values, coset: true, execution);
        transform.Inverse(values, coset: false, execution);
        transform.Inverse(values, coset: true, execution);
        transform.MoveToCoset(values, execution);
        transform.ProductRemainderOnCoset((_, a, b) => a.CopyTo(b), values, execution);
    }
}
