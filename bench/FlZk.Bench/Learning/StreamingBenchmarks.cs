using System.Globalization;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using FlZk.Bench.Roofline;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;

namespace FlZk.Bench.Learning;

/// <summary>Folding a folder of updates as they come from files, beside reading the same files and nothing else, and beside
/// folding them from mappings, which the library does not do. The page cache holds them: the disk's speed is not in the figures.</summary>
public class StreamingBenchmarks : IRooflineSuite
{
    private const int BlockBytes = 1 << 18;

    private readonly CpuDevice _device = new();
    private readonly CoreTeam _team = new(Environment.ProcessorCount);
    private byte[][] _blocks = null!;
    private string _folder = null!;
    private string[] _files = null!;
    private int[] _model = null!;
    private long[] _weights = null!;

    [Params(UpdateFileKind.SafetensorsF32, UpdateFileKind.SafetensorsI32, UpdateFileKind.NpyF32)]
    public UpdateFileKind Files { get; set; }

    [Params(64)]
    public int Providers { get; set; }

    [Params(1 << 20)]
    public int Parameters { get; set; }

    /// <summary>Writes the files; all are of different values.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateTempSubdirectory("flzk-bench-updates-").FullName;
        _files =
        [
            .. Enumerable.Range(0, Providers).Select(i =>
                Path.Combine(_folder, i.ToString("D3", CultureInfo.InvariantCulture) + EndingOf(Files))),
        ];
        var integers = new int[Parameters];
        var reals = new float[Parameters];
        for (int i = 0; i < Providers; i++)
        {
            new Random(i).NextBytes(MemoryMarshal.AsBytes(integers.AsSpan()));
            foreach (ref int value in integers.AsSpan()) value >>= 32 - FixedPointFormat.MaxValueBits;
            FixedPointFormat.Default.Dequantise(integers, reals);
            Write(_files[i], Files, integers, reals);
        }

        _blocks = [.. Enumerable.Range(0, _team.Members).Select(_ => new byte[BlockBytes])];
        _model = new int[Parameters];
        _weights = [.. Enumerable.Repeat(1L, Providers)];
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        Directory.Delete(_folder, recursive: true);
        _device.Dispose();
        _team.Dispose();
    }

    /// <summary>Every byte of every file once into a block per core, and nothing done with it.</summary>
    [Benchmark(Baseline = true)]
    public void ReadFiles()
    {
        int next = -1;
        _team.Run(core =>
        {
            for (int i = Interlocked.Increment(ref next); i < _files.Length; i = Interlocked.Increment(ref next))
            {
                using var file = File.OpenHandle(_files[i]);
                long at = 0;
                for (int read = -1; read != 0; at += read) read = RandomAccess.Read(file, _blocks[core], at);
            }
        });
    }

    /// <summary>Opens the files, compares their models, and averages them: what <c>flzk aggregate</c> does between its start and writing
    /// the model.</summary>
    [Benchmark]
    public void Fold()
    {
        using var updates = UpdateFiles.Open(_folder, weightsPath: null);
        _device.Average(updates.ToRound(), default, _model);
    }

    /// <summary>As <see cref="Fold"/> from mapped files, integers where they lie; everything stays mapped until the end, and counts as the
    /// process's memory: 4 bytes a value.</summary>
    [Benchmark]
    public void FoldMapped() => FoldMappings(letsGo: false);

    /// <summary>As <see cref="FoldMapped"/>, in memory that does not grow with the files: pages are given back block by block. Not on
    /// Windows.</summary>
    [Benchmark]
    public void FoldMappedBounded() => FoldMappings(letsGo: true);

    /// <summary>Reads 4 bytes a value; folding writes an average of 4 bytes for each parameter.</summary>
    OperationWork? IRooflineSuite.WorkOf(string method) => new OperationWork(
        (double)sizeof(int) * Providers * Parameters,
        method == nameof(ReadFiles) ? 0 : (double)sizeof(int) * Parameters);

    /// <summary>What names of such files end in.</summary>
    internal static string EndingOf(UpdateFileKind kind) => kind == UpdateFileKind.NpyF32 ? ".npy" : ".safetensors";

    /// <summary>Writes an update of one tensor.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="kind">How it is stored.</param>
    /// <param name="integers">d values in <see cref="FixedPointFormat.Default"/>.</param>
    /// <param name="reals">The same as reals.</param>
    internal static void Write(string file, UpdateFileKind kind, int[] integers, float[] reals)
    {
        switch (kind)
        {
            case UpdateFileKind.NpyF32:
                NpyFile.Write<float>(file, [integers.Length], reals);
                break;
            case UpdateFileKind.SafetensorsI32:
                var stored = new TensorLayout([new TensorDescriptor("w", [integers.Length], ElementType.Int32)]);
                SafetensorsFile.WriteUpdate(file, new QuantisedUpdate(stored, integers, FixedPointFormat.Default));
                break;
            default:
                var layout = new TensorLayout([new TensorDescriptor("w", [reals.Length])]);
                SafetensorsFile.WriteModel(file, new ModelParameters(layout, reals));
                break;
        }
    }

    private void FoldMappings(bool letsGo)
    {
        var updates = new List<IUpdateSource>();
        try
        {
            foreach (string file in _files) updates.Add(new MappedSource(file, FixedPointFormat.Default, letsGo));
            _device.Average(new RoundInput(updates, _weights, FixedPointFormat.Default), default, _model);
        }
        finally
        {
            foreach (IUpdateSource update in updates) update.Dispose();
        }
    }
}
