using System.IO.MemoryMappedFiles;
using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>The mapped point arrays of one key, kept and let go together.</summary>
internal sealed class MappedPoints : IDisposable
{
    private readonly List<MappedElements<G1Affine>> _g1 = [];
    private readonly List<MappedElements<G2Affine>> _g2 = [];
    private readonly MemoryMappedFile _file;

    /// <summary>Takes the mapping over.</summary>
    public MappedPoints(MemoryMappedFile file) => _file = file;

    public ReadOnlyMemory<G1Affine> MapG1(long offset, int count) => Map(_g1, offset, count);

    public ReadOnlyMemory<G2Affine> MapG2(long offset, int count) => Map(_g2, offset, count);

    /// <summary>Keeps all arrays in memory until <see cref="Release"/>.</summary>
    /// <exception cref="ObjectDisposedException">They are gone already.</exception>
    public void Hold()
    {
        int g1 = 0, g2 = 0;
        try
        {
            for (; g1 < _g1.Count; g1++) _g1[g1].Hold();
            for (; g2 < _g2.Count; g2++) _g2[g2].Hold();
        }
        catch (ObjectDisposedException)
        {
            for (int i = 0; i < g1; i++) _g1[i].Release();
            for (int i = 0; i < g2; i++) _g2[i].Release();
            throw;
        }
    }

    /// <summary>Ends one <see cref="Hold"/>.</summary>
    public void Release()
    {
        foreach (MappedElements<G1Affine> points in _g1) points.Release();
        foreach (MappedElements<G2Affine> points in _g2) points.Release();
    }

    public void Dispose()
    {
        foreach (IDisposable points in _g1) points.Dispose();
        foreach (IDisposable points in _g2) points.Dispose();
        _file.Dispose();
    }

    private ReadOnlyMemory<T> Map<T>(List<MappedElements<T>> arrays, long offset, int count)
        where T : unmanaged
    {
        // An empty view would be the rest of the file.
        if (count == 0) return default;
        arrays.Add(new MappedElements<T>(_file, offset, count));
        return arrays[^1].Memory;
    }
}
