namespace FlZk.Learning.Aggregation.Devices;

/// <summary>Opens the device a user asked for, checked against the processor before its first use.</summary>
public static class AggregationDevices
{
    /// <summary>Opens and self-checks a device.</summary>
    /// <param name="choice">What was asked for.</param>
    /// <param name="notice">Told why a card that is there is not used, when <see cref="DeviceChoice.Auto"/> falls back to the
    /// processor.</param>
    /// <returns>The device; the caller disposes it.</returns>
    /// <exception cref="DeviceUnavailableException"><see cref="DeviceChoice.Gpu"/> was asked for and there is none that works and agrees
    /// with the processor.</exception>
    public static IAggregationDevice Open(DeviceChoice choice, Action<string>? notice = null) =>
        Open(choice, GpuDevice.Open, GpuDevice.Find, notice);

    /// <summary>As the public one, with the search for a card given.</summary>
    internal static IAggregationDevice Open(
        DeviceChoice choice, Func<IAggregationDevice> openGpu, Func<IReadOnlyList<string>> findGpus, Action<string>? notice = null)
    {
        switch (choice)
        {
            case DeviceChoice.Cpu:
                return new CpuDevice();
            case DeviceChoice.Gpu:
                return Checked(openGpu());
            case DeviceChoice.Auto:
                if (findGpus().Count == 0) return new CpuDevice();
                try
                {
                    return Checked(openGpu());
                }
                catch (DeviceUnavailableException refused)
                {
                    notice?.Invoke($"using the processor: {refused.Message}");
                    return new CpuDevice();
                }

            default:
                throw new ArgumentOutOfRangeException(nameof(choice), choice, "Not a device choice.");
        }
    }

    private static IAggregationDevice Checked(IAggregationDevice device)
    {
        try
        {
            DeviceSelfCheck.Run(device);
            return device;
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }
}
