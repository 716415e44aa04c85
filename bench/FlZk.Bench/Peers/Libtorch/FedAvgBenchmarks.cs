using BenchmarkDotNet.Attributes;
using FlZk.Bench.Peers;
using TorchSharp;

namespace FlZk.Bench.Learning;

/// <summary>The same weighted mean by libtorch, in 32-bit floats and on all cores: its numbers are rounded at every step, ours are
/// exact.</summary>
public partial class FedAvgBenchmarks
{
    // Columns at a time, where updates overlap in memory: a matrix whose rows do is copied first.
    private const int MostColumns = 1 << 20;

    private torch.Tensor _matrix = null!;
    private torch.Tensor[] _rows = null!;
    private torch.Tensor _shares = null!;
    private float[] _share = null!;
    private torch.Tensor _mean = null!;

    [GlobalSetup(Targets = [nameof(LibtorchMatrix), nameof(LibtorchAccumulate)])]
    public void SetupLibtorch()
    {
        TorchLibrary.Prepare();
        long stride = UpdatePool.StrideOf(Providers, Parameters);
        torch.Tensor pool = torch.empty((stride * (Providers - 1)) + Parameters);
        torch.random.manual_seed(1);
        pool.uniform_(-128, 128);
        _matrix = pool.as_strided([Providers, Parameters], [stride, 1]);
        _rows = [.. Enumerable.Range(0, Providers).Select(i => pool.narrow(0, UpdatePool.Start(i, Providers, Parameters), Parameters))];
        var random = new Random(1);
        float[] weights = [.. Enumerable.Range(0, Providers).Select(_ => (float)random.NextInt64(1, 1001))];
        _share = [.. weights.Select(weight => weight / weights.Sum())];
        _shares = torch.tensor(_share);
        _mean = torch.zeros(Parameters);
    }

    /// <summary>Weights times the matrix of updates.</summary>
    [Benchmark, BenchmarkCategory(Peer.Libtorch)]
    public void LibtorchMatrix()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        if (!UpdatePool.Overlap(Providers, Parameters))
        {
            _mean.addmv_(_matrix.t(), _shares, beta: 0);
            return;
        }

        for (long start = 0; start < Parameters; start += MostColumns)
        {
            long columns = Math.Min(MostColumns, Parameters - start);
            _mean.narrow(0, start, columns).addmv_(_matrix.narrow(1, start, columns).t(), _shares, beta: 0);
        }
    }

    /// <summary>Mean += weight times update, one update after the other.</summary>
    [Benchmark, BenchmarkCategory(Peer.Libtorch)]
    public void LibtorchAccumulate()
    {
        _mean.zero_();
        for (int i = 0; i < _rows.Length; i++) _mean.add_(_rows[i], alpha: _share[i]);
    }
}
