namespace FlZk.Learning.Aggregation;

/// <summary>Opens the device a user asked for, checked against the processor before its first use.</summary>
public static class FedAvgDevices
{
    /// <summary>Opens and self-checks a device.</summary>
    /// <param name="choice">What was asked for.</param>
    /// <param name="notice">Told why a card that is there is not used, when <see cref="DeviceChoice.Auto"/> falls back to the
    /// processor.</param>
    /// <returns>The device; the caller disposes it.</returns>
    /// <exception cref="DeviceUnavailableException"><see cref="DeviceChoice.Gpu"/> was asked for and there is none that works and agrees
    /// with the processor.</exception>
    public static IFedAvgDevice Open(DeviceChoice choice, Action<string>? notice = null) =>
        Open(choice, GpuFedAvgDevice.Open, GpuFedAvgDevice.Find, notice);

    /// <summary>As the public one, with the search for a card given.</summary>
    internal static IFedAvgDevice Open(
        DeviceChoice choice, Func<IFedAvgDevice> openGpu, Func<IReadOnlyList<string>> findGpus, Action<string>? notice = null)
    {
        switch (choice)
        {
            case DeviceChoice.Cpu:
                return new CpuFedAvgDevice();
            case DeviceChoice.Gpu:
                return Checked(openGpu());
            case DeviceChoice.Auto:
                if (findGpus().Count == 0) return new CpuFedAvgDevice();
                try
                {
                    return Checked(openGpu());
                }
                catch (DeviceUnavailableException refused)
                {
                    notice?.Invoke($"using the processor: {refused.Message}");
                    return new CpuFedAvgDevice();
                }

            default:
                throw new ArgumentOutOfRangeException(nameof(choice), choice, "Not a device choice.");
        }
    }

    private static IFedAvgDevice Checked(IFedAvgDevice device)
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
