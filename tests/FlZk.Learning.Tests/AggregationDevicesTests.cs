using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;

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

    [Fact]
    public void Auto_opens_something_everywhere()
    {
        using IAggregationDevice device = AggregationDevices.Open(DeviceChoice.Auto);
        Assert.Equal(GpuDevice.Find().Count > 0, device.IsGpu);
    }

    [Fact]
    public void Auto_takes_a_card_that_agrees()
    {
        using IAggregationDevice device = AggregationDevices.Open(DeviceChoice.Auto, () => GpuDevice.OpenEmulated(), () => ["emulated"]);
        Assert.IsType<GpuDevice>(device);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_card_that_is_off_by_one_somewhere_is_refused(bool wrongSum, bool wrongModel)
    {
        using var card = new FaultyDevice(wrongSum, wrongModel);
        var refusal = Assert.Throws<DeviceUnavailableException>(() => AggregationDevices.Open(DeviceChoice.Gpu, () => card, () => ["faulty"]));
        Assert.Contains("parameter 4321", refusal.Message, StringComparison.Ordinal);
        Assert.True(card.Disposed);

        string? notice = null;
        using IAggregationDevice device = AggregationDevices.Open(DeviceChoice.Auto, () => card, () => ["faulty"], said => notice = said);
        Assert.IsType<CpuDevice>(device);
        Assert.Contains("faulty", notice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_without_a_fault_passes_the_same_path()
    {
        using var card = new FaultyDevice(wrongSum: false, wrongModel: false);
        Assert.Same(card, AggregationDevices.Open(DeviceChoice.Gpu, () => card, () => ["faulty"]));
    }

    /// <summary>A processor that errs by one at one parameter.</summary>
    private sealed class FaultyDevice(bool wrongSum, bool wrongModel) : IAggregationDevice
    {
        private readonly CpuDevice _processor = new();

        public string Name => "a faulty card";

        public bool IsGpu => true;

        public bool Disposed { get; private set; }

        public void Average(
            RoundInput round, Memory<long> sum, Memory<int> model, IProgress<long>? progress, CancellationToken cancellation)
        {
            _processor.Average(round, sum, model, progress, cancellation);
            if (wrongSum) sum.Span[4321]++;
            if (wrongModel) model.Span[4321]--;
        }

        public void TrimmedMean(RoundInput round, int trim, Memory<int> model, IProgress<long>? progress, CancellationToken cancellation) =>
            _processor.TrimmedMean(round, trim, model, progress, cancellation);

        public void InnerProducts(
            RoundInput round, Memory<Int128> products, IProgress<long>? progress, CancellationToken cancellation) =>
            _processor.InnerProducts(round, products, progress, cancellation);

        public void SquaredNorms(RoundInput round, Memory<Int128> norms, IProgress<long>? progress, CancellationToken cancellation) =>
            _processor.SquaredNorms(round, norms, progress, cancellation);

        public void Dispose() => Disposed = true;
    }
}
