namespace FlZk.Learning.Aggregation.Devices;

/// <summary>What the user asks for with <c>--device</c>.</summary>
public enum DeviceChoice
{
    /// <summary>The faster of the processor and a graphics card that passes the self-check, as measured.</summary>
    Auto,

    /// <summary>The processor's vector units.</summary>
    Cpu,

    /// <summary>A graphics card, or an error: a CUDA device, or else an OpenCL one.</summary>
    Gpu,

    /// <summary>A CUDA device, or an error.</summary>
    Cuda,

    /// <summary>An OpenCL graphics card, or an error.</summary>
    OpenCl,
}
