namespace FlZk.Learning.Aggregation.Devices;

/// <summary>The device asked for is not there, failed, or computes wrongly and must not be used. A matter of configuration, not of
/// data.</summary>
public sealed class DeviceUnavailableException : Exception
{
    /// <summary>Says what was looked for and what was found.</summary>
    /// <param name="message">A sentence for the user.</param>
    /// <param name="inner">The driver's own complaint, where there is one.</param>
    public DeviceUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
