using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;

namespace FlZk.Learning.Tests;

public sealed class AggregationDevicesTests
{
    [Fact]
    public void Cpu_is_the_processor()
    {
        using IAggregationDevice device = AggregationDevices.Open(DeviceChoice.Cpu);
        Assert.False(device.IsGpu);
        DeviceSelfCheck.Run(device);
    }

    [Fact]
    public void Gpu_is_a_card_that_agrees_or_an_error_that_says_what_was_looked_for()
    {
        if (GpuDevice.Find().Count > 0)
        {
            using IAggregationDevice card = AggregationDevices.Open(DeviceChoice.Gpu);
            Assert.True(card.IsGpu);
            return;
        }

        var refusal = Assert.Throws<DeviceUnavailableException>(() => AggregationDevices.Open(DeviceChoice.Gpu));
        Assert.Contains("CUDA", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("OpenCL", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeviceChoice.Cuda, "CUDA", "OpenCL")]
    [InlineData(DeviceChoice.OpenCl, "OpenCL", "CUDA")]
    public void A_kind_of_card_is_looked_for_alone(DeviceChoice choice, string wanted, string other)
    {
        if (GpuDevice.Find().Any(card => card.Contains(wanted, StringComparison.Ordinal)))
        {
            using IAggregationDevice card = AggregationDevices.Open(choice);
            Assert.Contains(wanted, card.Name, StringComparison.Ordinal);
            return;
        }

        var refusal = Assert.Throws<DeviceUnavailableException>(() => AggregationDevices.Open(choice));
        Assert.Contains($"looked for a", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(wanted, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(other, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_opens_something_everywhere()
    {
        string? notice = null;
        using IAggregationDevice device = AggregationDevices.Open(DeviceChoice.Auto, said => notice = said, new RoundShape(3, 1000));
        if (GpuDevice.Find().Count > 0) Assert.Contains("GB/s", notice, StringComparison.Ordinal);
        else Assert.Null(notice);
    }

    [Fact]
    public void Auto_takes_the_faster_and_says_both_rates()
    {
        string? notice = null;
        using (IAggregationDevice device = AggregationDevices.Open(
            DeviceChoice.Auto, _ => new Card(Fault.None, pause: 500), () => ["slow"], said => notice = said))
        {
            Assert.IsType<CpuDevice>(device);
        }

        Assert.Matches("faster: 8 updates of 1,048,576 parameters: a card [0-9.]+ GB/s, CPU .* [0-9.]+ GB/s", notice);
        using var card = new Card(Fault.IdleOnLongRounds);
        using IAggregationDevice fast = AggregationDevices.Open(
            DeviceChoice.Auto, _ => card, () => ["fast"], said => notice = said, new RoundShape(600, 100_000));
        Assert.Same(card, fast);
        Assert.False(card.Disposed);
        Assert.Contains("using a card, which was faster: 512 updates of 16,384 parameters", notice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_that_fails_while_it_is_measured_is_left_alone()
    {
        using var card = new Card(Fault.FailsOnLongRounds);
        string? notice = null;
        using IAggregationDevice device = AggregationDevices.Open(DeviceChoice.Auto, _ => card, () => ["faulty"], said => notice = said);
        Assert.IsType<CpuDevice>(device);
        Assert.True(card.Disposed);
        Assert.Contains("out of memory", notice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Fault.Sum, "averaging 1 updates", "s at parameter 4321")]
    [InlineData(Fault.Average, "averaging 1 updates", "y at parameter 4321")]
    [InlineData(Fault.Scaled, "averaging 1 scaled updates", "s at parameter 4321")]
    [InlineData(Fault.Trimmed, "trimming 0 of 1 updates", "y at parameter 4321")]
    [InlineData(Fault.Median, "trimming 3 of 7 updates", "y at parameter 4321")]
    [InlineData(Fault.Product, "multiplying 2 updates", "product 2")]
    [InlineData(Fault.Norm, "squaring 7 updates", "update 5")]
    [InlineData(Fault.Step, "stepping by FedAvgM", "x at parameter 4321")]
    [InlineData(Fault.Moment, "stepping by FedAdam", "v at parameter 4321")]
    [InlineData(Fault.SaturationCount, "stepping by FedAvgM", "saturated")]
    [InlineData(Fault.Throws, "failed its self-check", "out of memory")]
    public void A_card_that_is_off_by_one_in_one_operation_is_refused(Fault fault, string operation, string where)
    {
        using var card = new Card(fault);
        var refusal = Assert.Throws<DeviceUnavailableException>(() =>
            AggregationDevices.Open(DeviceChoice.Gpu, _ => card, () => ["faulty"]));
        Assert.Contains(operation, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(where, refusal.Message, StringComparison.Ordinal);
        Assert.True(card.Disposed);

        string? notice = null;
        using IAggregationDevice device = AggregationDevices.Open(DeviceChoice.Auto, _ => card, () => ["faulty"], said => notice = said);
        Assert.IsType<CpuDevice>(device);
        Assert.Contains(operation, notice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_without_a_fault_passes_the_same_path()
    {
        using var card = new Card(Fault.None);
        Assert.Same(card, AggregationDevices.Open(DeviceChoice.Gpu, _ => card, () => ["sound"]));
    }

    public enum Fault
    {
        None,
        Sum,
        Average,
        Scaled,
        Trimmed,
        Median,
        Product,
        Norm,
        Step,
        Moment,
        SaturationCount,
        Throws,
        IdleOnLongRounds,
        FailsOnLongRounds,
    }

    /// <summary>A processor that passes for a card, with at most one fault, and as slow as is wished.</summary>
    private sealed class Card(Fault fault, int pause = 0) : IAggregationDevice
    {
        private readonly CpuDevice _processor = new();

        public string Name => "a card";

        public bool IsGpu => true;

        public bool Disposed { get; private set; }

        public void Average(
            RoundInput round, Memory<long> sum, Memory<int> model, IProgress<long>? progress, CancellationToken cancellation)
        {
            bool isLong = round.Length > 10_000;
            if (fault == Fault.IdleOnLongRounds && isLong) return;
            if (fault == Fault.Throws || (fault == Fault.FailsOnLongRounds && isLong))
            {
                throw new DeviceUnavailableException("a card failed its self-check: out of memory");
            }

            if (isLong) Thread.Sleep(pause);
            _processor.Average(round, sum, model, progress, cancellation);
            if (fault == Fault.Sum || (fault == Fault.Scaled && !round.Scales.IsEmpty)) sum.Span[4321]++;
            if (fault == Fault.Average) model.Span[4321]--;
        }

        public void TrimmedMean(RoundInput round, int trim, Memory<int> model, IProgress<long>? progress, CancellationToken cancellation)
        {
            _processor.TrimmedMean(round, trim, model, progress, cancellation);
            if (fault == Fault.Trimmed || (fault == Fault.Median && trim == 3)) model.Span[4321]++;
        }

        public void InnerProducts(
            RoundInput round, Memory<Int128> products, IProgress<long>? progress, CancellationToken cancellation)
        {
            _processor.InnerProducts(round, products, progress, cancellation);
            if (fault == Fault.Product && products.Length > 2) products.Span[2]--;
        }

        public void SquaredNorms(RoundInput round, Memory<Int128> norms, IProgress<long>? progress, CancellationToken cancellation)
        {
            _processor.SquaredNorms(round, norms, progress, cancellation);
            if (fault == Fault.Norm && norms.Length > 5) norms.Span[5] += (Int128)1 << 64;
        }

        public long Step(
            ServerStep step,
            ReadOnlyMemory<int> average,
            Memory<int> model,
            Memory<long> momentum,
            Memory<long> secondMoment,
            CancellationToken cancellation)
        {
            long saturated = ((IAggregationDevice)_processor).Step(step, average, model, momentum, secondMoment, cancellation);
            if (fault == Fault.Step) model.Span[4321]++;
            if (fault == Fault.Moment && !secondMoment.IsEmpty) secondMoment.Span[4321]++;
            return fault == Fault.SaturationCount ? saturated + 1 : saturated;
        }

        public void Dispose() => Disposed = true;
    }
}
