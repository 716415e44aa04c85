using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;

namespace FlZk.Fuzz;

/// <summary>Arrays and models of a few numbers.</summary>
internal static class ModelSeeds
{
    // Longer than a block, so that blocks cross tensors.
    private static readonly TensorLayout Halved = new(
        [new("h", [5, 9], ElementType.Float16), new("b", [41], ElementType.BFloat16), new("none", [0], ElementType.Float16)]);

    /// <summary>The step whose state is read.</summary>
    public static ServerStep Adam { get; } = ServerStep.FedAdam(0.01, 0.9, 0.99, 0.001, FixedPointFormat.Default);

    /// <summary>The model beside it.</summary>
    public static QuantisedUpdate AdamModel { get; } =
        new(new TensorLayout([new("w", [3], ElementType.Int32)]), [5, -6, 7], FixedPointFormat.Default);

    public static IEnumerable<KeyValuePair<string, byte[]>> ServerStates() =>
    [
        SeedFiles.Written("adam.state", path =>
            ServerStateFile.Write(path, new ServerState(Adam, 4, [1 << 20, -1, 0], [1, 1L << 40, 9]), AdamModel)),
    ];

    public static IEnumerable<KeyValuePair<string, byte[]>> Arrays() =>
    [
        SeedFiles.Written("singles.npy", path => NpyFile.Write<float>(path, [2, 2], (float[])[0, -1.5f, 3, 1e-3f])),
        SeedFiles.Written("doubles.npy", path => NpyFile.Write<double>(path, [1], (double[])[0.1])),
        SeedFiles.Written("integers.npy", path => NpyFile.Write<int>(path, [3], (int[])[1, -2, 3])),
        new("halves.npy", Halves()),
        SeedFiles.Written("wide.npy", path => NpyFile.Write<long>(path, [2], (long[])[1L << 40, -1])),
        SeedFiles.Written("longs.npy", path => NpyFile.Write<long>(path, [0, 4], Array.Empty<long>())),
    ];

    public static IEnumerable<KeyValuePair<string, byte[]>> Tensors()
    {
        TensorLayout floats = new([new("w", [2, 1]), new("b", [1], ElementType.BFloat16), new("h", [1], ElementType.Float16)]);
        TensorLayout integers = new([new("w", [2], ElementType.Int32)]);
        return
        [
            SeedFiles.Written("model.safetensors", path => SafetensorsFile.WriteModel(path, new ModelParameters(floats, [1, -2, 0.5f, 0]))),
            SeedFiles.Written("halves.safetensors", path => SafetensorsFile.WriteModel(
                path, new ModelParameters(Halved, [.. Enumerable.Range(0, Halved.Length).Select(i => i / 7f)]))),
            SeedFiles.Written("update.safetensors", path =>
                SafetensorsFile.WriteUpdate(path, new QuantisedUpdate(integers, [7, -7], FixedPointFormat.Default))),
        ];
    }

    private static byte[] Halves()
    {
        byte[] header = [.. "{'descr': '<f2', 'fortran_order': False, 'shape': (3,), }\n"u8];
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, 0x00, 0x3C, 0x01, 0x00, 0xFF, 0x7B];
    }
}
