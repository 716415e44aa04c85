using System.Runtime.InteropServices;
using FlZk.Bench.Roofline;

namespace FlZk.Bench.Tests.Roofline;

/// <summary>A loop that skipped some of its numbers would make the machine look faster than it is.</summary>
public sealed unsafe class StreamKernelsTests : IDisposable
{
    private const int Length = 5 * StreamKernels.Unit;

    private readonly long* _memory = (long*)NativeMemory.AlignedAlloc(3 * Length * sizeof(long), 64);

    public StreamKernelsTests()
    {
        var random = new Random(1);
        for (int i = 0; i < Length; i++) _memory[i] = random.NextInt64(-1000, 1000);
    }

    private Span<long> Source => new(_memory, Length);

    private Span<long> Target => new(_memory + Length, Length);

    public void Dispose() => NativeMemory.AlignedFree(_memory);

    [Fact]
    public void Every_number_is_read()
    {
        long expected = 0;
        foreach (long value in Source) expected += value;
        Assert.Equal(expected, StreamKernels.Sum(Source));
        Assert.Equal(expected, StreamKernels.SumOfQuarters(Source));
        Assert.Equal(expected, StreamKernels.SumFetchingAhead(Source));
    }

    [Theory]
    [InlineData(nameof(StreamKernels.Copy))]
    [InlineData(nameof(StreamKernels.CopyPastCaches))]
    [InlineData(nameof(StreamKernels.CopyQuartersPastCaches))]
    public void Every_number_is_copied(string kernel)
    {
        Target.Clear();
        switch (kernel)
        {
            case nameof(StreamKernels.Copy): StreamKernels.Copy(Source, Target); break;
            case nameof(StreamKernels.CopyPastCaches): StreamKernels.CopyPastCaches(Source, Target); break;
            default: StreamKernels.CopyQuartersPastCaches(Source, Target); break;
        }

        Assert.True(Target.SequenceEqual(Source));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_number_is_in_the_triad(bool pastCaches)
    {
        double[] x = [.. Enumerable.Range(0, Length).Select(i => (double)i)], y = [.. x.Select(value => value * value)];
        Span<double> target = MemoryMarshal.Cast<long, double>(Target);
        if (pastCaches) StreamKernels.TriadPastCaches(x, y, 3, target);
        else StreamKernels.Triad(x, y, 3, target);
        for (int i = 0; i < Length; i++) Assert.Equal(x[i] + (3 * y[i]), target[i]);
    }
}
