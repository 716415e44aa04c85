using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>Looks for graphics cards through ILGPU: CUDA first, then OpenCL.</summary>
internal static class CardSearch
{
    // One context for the process: it costs a search through all drivers, and ILGPU cannot make a second one under the Windows subsystem
    // for Linux, where it sets a resolver of its own each time.
    private static readonly Lazy<(Context? Context, Exception? Failure)> Found = new(Search);

    /// <summary>CUDA and OpenCL, as far as their drivers are there, never disposed; null when a driver breaks already here.</summary>
    public static Context? Context => Found.Value.Context;

    /// <summary>Why there is no <see cref="Context"/>.</summary>
    public static Exception? Failure => Found.Value.Failure;

    /// <summary>The cards of the kinds asked for.</summary>
    /// <param name="choice">CUDA's, OpenCL's, or both.</param>
    public static List<(Device Device, string Platform)> Cards(DeviceChoice choice)
    {
        if (Context is not { } context) return [];
        var cards = new List<(Device, string)>();
        if (choice != DeviceChoice.OpenCl)
        {
            foreach (CudaDevice device in context.GetCudaDevices()) cards.Add((device, "CUDA"));
        }

        if (choice == DeviceChoice.Cuda) return cards;
        foreach (CLDevice device in context.GetCLDevices())
        {
            // OpenCL also lists processors, which their own vector units serve better.
            if (device.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_GPU)) cards.Add((device, "OpenCL"));
        }

        return cards;
    }

    /// <summary>What was looked for, for a message.</summary>
    public static string Wanted(DeviceChoice choice) => choice switch
    {
        DeviceChoice.Cuda => "a CUDA device (NVIDIA driver)",
        DeviceChoice.OpenCl => "an OpenCL GPU (OpenCL 2.0, or 3.0 with the generic address space)",
        _ => "a CUDA device (NVIDIA driver) and an OpenCL GPU (OpenCL 2.0, or 3.0 with the generic address space)",
    };

    private static (Context? Context, Exception? Failure) Search()
    {
        try
        {
            // ILGPU asks for libOpenCL.so and libcuda.so, names that often only development packages bring; drivers install the versioned
            // ones.
            if (OperatingSystem.IsLinux() && !Directory.Exists("/usr/lib/wsl/lib"))
            {
                NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, Resolve);
            }

            // ILGPU's default optimisation level: with O2, version 1.5.3 compiles a trimmed mean for OpenCL that gives wrong integers now
            // and then, which the tests see on pocl.
            return (ILGPU.Context.Create(builder => builder.Cuda().OpenCL()), null);
        }
        catch (Exception failure)
        {
            // A broken driver must not take the process down: it counts as no device, and its message is shown.
            return (null, failure);
        }
    }

    // Zero leaves a library to the usual search.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        string? versioned = name switch { "OpenCL" => "libOpenCL.so.1", "cuda" => "libcuda.so.1", _ => null };
        return versioned is not null && NativeLibrary.TryLoad(versioned, out nint library) ? library : 0;
    }
}
