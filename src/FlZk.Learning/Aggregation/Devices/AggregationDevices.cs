namespace FlZk.Learning.Aggregation.Devices;

/// <summary>Opens the device a user asked for, checked against the processor before its first use.</summary>
public static class AggregationDevices
{
    /// <summary>Opens and self-checks a device.</summary>
    /// <param name="choice">What was asked for.</param>
    /// <param name="notice">Told which device <see cref="DeviceChoice.Auto"/> took, and why, when there is a card.</param>
    /// <param name="shape">The round's size, where it is known: <see cref="DeviceChoice.Auto"/> measures data of that size.</param>
    /// <returns>The device; the caller disposes it.</returns>
    /// <exception cref="DeviceUnavailableException">A card was asked for and there is none that works and agrees with the
    /// processor.</exception>
    public static IAggregationDevice Open(DeviceChoice choice, Action<string>? notice = null, RoundShape? shape = null) =>
        Open(choice, GpuDevice.Open, GpuDevice.Find, notice, shape);

    /// <summary>As the public one, with the search for a card given.</summary>
    internal static IAggregationDevice Open(
        DeviceChoice choice,
        Func<DeviceChoice, IAggregationDevice> openGpu,
        Func<IReadOnlyList<string>> findGpus,
        Action<string>? notice = null,
        RoundShape? shape = null)
    {
        switch (choice)
        {
            case DeviceChoice.Cpu:
                return new CpuDevice();
            case DeviceChoice.Gpu or DeviceChoice.Cuda or DeviceChoice.OpenCl:
                return Checked(openGpu(choice));
            case DeviceChoice.Auto:
                return findGpus().Count == 0 ? new CpuDevice() : Faster(openGpu, notice, shape);
            default:
                throw new ArgumentOutOfRangeException(nameof(choice), choice, "Not a device choice.");
        }
    }

    private static IAggregationDevice Faster(
        Func<DeviceChoice, IAggregationDevice> openGpu, Action<string>? notice, RoundShape? shape)
    {
        var processor = new CpuDevice();
        IAggregationDevice? card = null;
        try
        {
            card = Checked(openGpu(DeviceChoice.Gpu));
            (bool cardWins, string rates) = DeviceRace.Run(card, processor, shape);
            (IAggregationDevice chosen, IAggregationDevice other) = cardWins ? (card, (IAggregationDevice)processor) : (processor, card);
            notice?.Invoke($"using {chosen.Name}, which was faster: {rates}");
            other.Dispose();
            return chosen;
        }
        catch (DeviceUnavailableException refused)
        {
            card?.Dispose();
            notice?.Invoke($"using the processor: {refused.Message}");
            return processor;
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
