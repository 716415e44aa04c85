using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using FlZk.Bench.Roofline;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Bench.Learning;

/// <summary>A round's exact average of updates that lie in memory, by every device there is, beside nothing but reading them.</summary>
public partial class FedAvgBenchmarks : IRooflineSuite
{
    private UpdatePool _pool = null!;
    private RoundInput _round = null!;
    private IAggregationDevice _device = null!;
    private long[] _sum = null!;
    private int[] _model = null!;
    private CoreTeam? _team;

    [Params(8, 64, 512)]
    public int Providers { get; set; }

    [Params(1 << 16, 1 << 20, 1 << 24)]
    public int Parameters { get; set; }

    [GlobalSetup(Targets = [nameof(Read)])]
    public void SetupReading()
    {
        SetupUpdates();
        _team = new CoreTeam(Environment.ProcessorCount);
    }

    private void SetupUpdates()
    {
        _pool = UpdatePool.Of(Providers, Parameters);
        _round = _pool.Round();
        _sum = new long[Parameters];
        _model = new int[Parameters];
    }

    [GlobalSetup(Targets = [nameof(Tensors)])]
    public void SetupTensors()
    {
        SetupUpdates();
        _device = new CpuDevice(CpuArithmetic.Tensors);
    }

    [GlobalSetup(Targets = [nameof(Intrinsics), nameof(IntrinsicsWithSums)])]
    public void SetupIntrinsics()
    {
        SetupUpdates();
        _device = new CpuDevice(CpuArithmetic.Intrinsics);
    }

    [GlobalSetup(Targets = [nameof(Gpu)])]
    public void SetupGpu()
    {
        SetupUpdates();
        _device = Gpus.Open();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _device?.Dispose();
        _team?.Dispose();
    }

    /// <summary>Every value once, on all cores, and nothing done with it but a sum.</summary>
    [Benchmark]
    public long Read()
    {
        long sum = 0;
        int part = Parameters / _team!.Members / (2 * StreamKernels.Unit) * 2 * StreamKernels.Unit;
        _team.Run(core =>
        {
            long own = 0;
            for (int i = 0; i < Providers; i++)
                own += StreamKernels.SumFetchingAhead(MemoryMarshal.Cast<int, long>(_pool[i].Span.Slice(core * part, part)));
            Interlocked.Add(ref sum, own);
        });
        return sum;
    }

    /// <summary>System.Numerics.Tensors on all cores.</summary>
    [Benchmark(Baseline = true)]
    public void Tensors() => _device.Average(_round, default, _model);

    /// <summary>Hardware intrinsics on all cores, with the sums that a prover needs.</summary>
    [Benchmark]
    public void IntrinsicsWithSums() => _device.Average(_round, _sum, _model);

    /// <summary>Hardware intrinsics on all cores, averages alone, as libtorch's are: what <c>--device cpu</c> runs.</summary>
    [Benchmark]
    public void Intrinsics() => _device.Average(_round, default, _model);

    [Benchmark, BenchmarkCategory(Gpus.Category)]
    public void Gpu() => _device.Average(_round, default, _model);

    /// <summary>Reads n d integers; FedAvg writes an average of 4 bytes for each parameter, and a sum of 8 where it is asked for.</summary>
    OperationWork? IRooflineSuite.WorkOf(string method) => new OperationWork(
        (double)sizeof(int) * Providers * Parameters,
        method switch
        {
            nameof(Read) => 0,
            nameof(IntrinsicsWithSums) => (double)(sizeof(long) + sizeof(int)) * Parameters,
            _ => (double)sizeof(int) * Parameters,
        });
}
