using ILGPU;
using ILGPU.Runtime;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>Memory of a card that grows with what is asked of it and is kept from round to round, with as much page-locked memory of the
/// host beside it where data go across: only from there a card copies while others compute.</summary>
/// <typeparam name="T">What it holds.</typeparam>
internal sealed class CardBuffer<T>(Accelerator accelerator, bool crosses) : IDisposable
    where T : unmanaged
{
    private MemoryBuffer1D<T, Stride1D.Dense>? _device;
    private PageLockedArray1D<T>? _host;

    /// <summary>All of it, on the card.</summary>
    public ArrayView<T> Device => _device!.View.BaseView;

    /// <summary>All of it, on the host.</summary>
    public T[] Host => _host!.GetArray();

    /// <summary>Makes room; what it held is lost when it grows.</summary>
    public void Ensure(long length)
    {
        if (_device is not null && _device.Length >= length && (!crosses || _host is not null)) return;
        Dispose();
        _device = accelerator.Allocate1D<T>(length);
        if (crosses) _host = accelerator.AllocatePageLocked1D<T>(length, uninitialized: true);
    }

    /// <summary>Begins to copy the first <paramref name="length"/> elements to the card.</summary>
    public void Upload(AcceleratorStream stream, long length) =>
        Device.SubView(0, length).CopyFromCPUUnsafeAsync(stream, ref Host[0], length);

    /// <summary>Begins to copy the first <paramref name="length"/> elements to the host.</summary>
    public void Download(AcceleratorStream stream, long length) =>
        Device.SubView(0, length).CopyToCPUUnsafeAsync(stream, ref Host[0], length);

    /// <inheritdoc/>
    public void Dispose()
    {
        _device?.Dispose();
        _device = null;
        _host?.Dispose();
        _host = null;
    }
}
