using FlZk.Learning.Aggregation;

namespace FlZk.Learning.Tests;

public sealed class FedAvgDevicesTests
{
    [Fact]
    public void Cpu_is_the_processor()
    {
        using IFedAvgDevice device = FedAvgDevices.Open(DeviceChoice.Cpu);
        Assert.False(device.IsGpu);
        DeviceSelfCheck.Run(device);
    }

    [Fact]
    public void Gpu_is_a_card_that_agrees_or_an_error_that_says_what_was_looked_for()
    {
        if (GpuFedAvgDevice.Find().Count > 0)
        {
            using IFedAvgDevice card = FedAvgDevices.Open(DeviceChoice.Gpu);
            Assert.True(card.IsGpu);
            return;
        }

        var refusal = Assert.Throws<DeviceUnavailableException>(() => FedAvgDevices.Open(DeviceChoice.Gpu));
        Assert.Contains("CUDA", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("OpenCL", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_opens_something_everywhere()
    {
        using IFedAvgDevice device = FedAvgDevices.Open(DeviceChoice.Auto);
        Assert.Equal(GpuFedAvgDevice.Find().Count > 0, device.IsGpu);
    }

    [Fact]
    public void Auto_takes_a_card_that_agrees()
    {
        using IFedAvgDevice device = FedAvgDevices.Open(DeviceChoice.Auto, () => GpuFedAvgDevice.OpenEmulated(), () => ["emulated"]);
        Assert.IsType<GpuFedAvgDevice>(device);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_card_that_is_off_by_one_somewhere_is_refused(bool wrongSum, bool wrongModel)
    {
        using var card = new FaultyDevice(wrongSum, wrongModel);
        var refusal = Assert.Throws<DeviceUnavailableException>(() => FedAvgDevices.Open(DeviceChoice.Gpu, () => card, () => ["faulty"]));
        Assert.Contains("parameter 4321", refusal.Message, StringComparison.Ordinal);
        Assert.True(card.Disposed);

        string? notice = null;
        using IFedAvgDevice device = FedAvgDevices.Open(DeviceChoice.Auto, () => card, () => ["faulty"], said => notice = said);
        Assert.IsType<CpuFedAvgDevice>(device);
        Assert.Contains("faulty", notice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_without_a_fault_passes_the_same_path()
    {
        using var card = new FaultyDevice(wrongSum: false, wrongModel: false);
        Assert.Same(card, FedAvgDevices.Open(DeviceChoice.Gpu, () => card, () => ["faulty"]));
    }

    /// <summary>A processor that errs by one at one parameter.</summary>
    private sealed class FaultyDevice(bool wrongSum, bool wrongModel) : IFedAvgDevice
    {
        private readonly CpuFedAvgDevice _processor = new();

        public string Name => "a faulty card";

        public bool IsGpu => true;

        public bool Disposed { get; private set; }

        public void Average(
            IReadOnlyList<ReadOnlyMemory<int>> updates,
            ReadOnlyMemory<int> weights,
            Memory<long> sum,
            Memory<int> model,
            CancellationToken cancellation = default)
        {
            _processor.Average(updates, weights, sum, model, cancellation);
            if (wrongSum) sum.Span[4321]++;
            if (wrongModel) model.Span[4321]--;
        }

        public void Dispose() => Disposed = true;
    }
}
