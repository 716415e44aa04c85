using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;

namespace FlZk.Bench.Learning;

/// <summary>An update of one tensor in a mapped file: integers are read where they lie, floats are quantised from there.</summary>
/// <remarks>To be measured beside <see cref="ModelFileSource"/> and for nothing else: a file that is cut short meanwhile ends the
/// process. What is mapped counts as the process's memory from the first touch on, so that a round of many updates has to let go of what
/// it has read.</remarks>
internal sealed unsafe class MappedSource : IUpdateSource
{
    // POSIX_MADV_DONTNEED is advice that may be ignored; this one is an order on Linux and on macOS alike.
    private const int DontNeed = 4;

    private readonly FixedPointFormat _format;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _values;
    private readonly bool _holdsIntegers;
    private readonly ThreadLocal<(int Start, int Length)>? _latest;

    /// <summary>Maps a file.</summary>
    /// <param name="path">Of one tensor of 32-bit integers or floats.</param>
    /// <param name="format">What floats are quantised to.</param>
    /// <param name="letsGo">Whether a block's pages are given back as soon as its thread asks for another.</param>
    public MappedSource(string path, FixedPointFormat format, bool letsGo)
    {
        _format = format;
        Name = Path.GetFileName(path);
        long offset;
        using (ModelFileReader reader = ModelFile.Open(path))
        {
            Length = reader.Length;
            _holdsIntegers = reader.HoldsIntegers;

            // One tensor of 4-byte values is all that follows the header.
            offset = reader.FileLength - (sizeof(int) * (long)Length);
        }

        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _values);
        _values += offset;
        if (letsGo) _latest = new ThreadLocal<(int, int)>();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Length { get; }

    /// <inheritdoc/>
    public bool TryGetBlock(int start, int length, out ReadOnlySpan<int> values)
    {
        values = default;
        if (!_holdsIntegers) return false;
        LetGoBefore(start, length);
        values = new ReadOnlySpan<int>(_values + (sizeof(int) * (long)start), length);
        return true;
    }

    /// <inheritdoc/>
    public void Read(int start, Span<int> values)
    {
        LetGoBefore(start, values.Length);
        var reals = new ReadOnlySpan<float>(_values + (sizeof(float) * (long)start), values.Length);
        QuantisationKernel.Quantise<Float32, float>(reals, values, _format, start);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _latest?.Dispose();
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private void LetGoBefore(int start, int length)
    {
        if (_latest is null) return;
        (int before, int count) = _latest.Value;
        _latest.Value = (start, length);
        if (count == 0 || before == start) return;

        // Pages that the block shares with its neighbours come back when they are touched.
        nuint page = (nuint)Environment.SystemPageSize;
        nuint from = (nuint)(_values + (sizeof(int) * (long)before)) / page * page;
        nuint upTo = (nuint)(_values + (sizeof(int) * ((long)before + count)));
        int result = Advise((void*)from, upTo - from, DontNeed);
        if (result != 0) throw new IOException($"{Name}: pages cannot be given back (error {Marshal.GetLastPInvokeError()}).");
    }

    [DllImport("libc", EntryPoint = "madvise", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(void* address, nuint length, int advice);
}
