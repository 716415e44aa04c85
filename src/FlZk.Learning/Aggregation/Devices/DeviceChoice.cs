namespace FlZk.Learning.Aggregation.Devices;

/// <summary>What the user asks for with <c>--device</c>.</summary>
public enum DeviceChoice
{
    /// <summary>A graphics card that passes the self-check, or else the processor.</summary>
    Auto,

    /// <summary>The processor's vector units.</summary>
    Cpu,

    /// <summary>A graphics card, or an error.</summary>
    Gpu,
}
