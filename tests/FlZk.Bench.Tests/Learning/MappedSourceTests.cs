using FlZk.Bench.Learning;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;

namespace FlZk.Bench.Tests.Learning;

/// <summary>What is measured beside positioned reads computes the same.</summary>
public class MappedSourceTests
{
    // More than a block of 65,536 for each of two threads, and no whole number of pages.
    private const int Length = 300_001;

    [Theory]
    [InlineData(UpdateFileKind.SafetensorsI32, false)]
    [InlineData(UpdateFileKind.SafetensorsI32, true)]
    [InlineData(UpdateFileKind.SafetensorsF32, false)]
    [InlineData(UpdateFileKind.SafetensorsF32, true)]
    [InlineData(UpdateFileKind.NpyF32, false)]
    [InlineData(UpdateFileKind.NpyF32, true)]
    public void Folds_to_the_same_average(UpdateFileKind kind, bool letsGo)
    {
        Assert.SkipWhen(letsGo && OperatingSystem.IsWindows(), "Pages are given back by a call that Windows does not have.");
        using var scratch = new Scratch();
        string[] files = [.. Enumerable.Range(0, 9).Select(i => Write(scratch, kind, i))];
        Assert.Equal(
            Average(files, file => new ModelFileSource(ModelFile.Open(file), FixedPointFormat.Default)),
            Average(files, file => new MappedSource(file, FixedPointFormat.Default, letsGo)));
    }

    private static int[] Average(string[] files, Func<string, IUpdateSource> open)
    {
        IUpdateSource[] updates = [.. files.Select(open)];
        try
        {
            using var device = new CpuDevice(threads: 2);
            var model = new int[Length];
            device.Average(
                new RoundInput(updates, [.. files.Select((_, i) => i + 1L)], FixedPointFormat.Default), default, model);
            return model;
        }
        finally
        {
            foreach (IUpdateSource update in updates) update.Dispose();
        }
    }

    private static string Write(Scratch scratch, UpdateFileKind kind, int seed)
    {
        var random = new Random(seed);
        int[] integers = [.. Enumerable.Range(0, Length).Select(_ => random.Next(-(1 << 23), 1 << 23))];
        var reals = new float[Length];
        FixedPointFormat.Default.Dequantise(integers, reals);
        string file = scratch[$"{seed}{StreamingBenchmarks.EndingOf(kind)}"];
        StreamingBenchmarks.Write(file, kind, integers, reals);
        return file;
    }
}
