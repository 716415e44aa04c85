using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;

namespace FlZk.Fuzz;

/// <summary>Arrays and models of a few numbers.</summary>
internal static class ModelSeeds
{
    public static IEnumerable<KeyValuePair<string, byte[]>> Arrays() =>
    [
        SeedFiles.Written("singles.npy", path => NpyFile.Write<float>(path, [2, 2], (float[])[0, -1.5f, 3, 1e-3f])),
        SeedFiles.Written("doubles.npy", path => NpyFile.Write<double>(path, [1], (double[])[0.1])),
        SeedFiles.Written("integers.npy", path => NpyFile.Write<int>(path, [3], (int[])[1, -2, 3])),
        SeedFiles.Written("longs.npy", path => NpyFile.Write<long>(path, [0, 4], Array.Empty<long>())),
    ];

    public static IEnumerable<KeyValuePair<string, byte[]>> Tensors()
    {
        TensorLayout floats = new([new("w", [2, 1]), new("b", [1], ElementType.BFloat16), new("h", [1], ElementType.Float16)]);
        TensorLayout integers = new([new("w", [2], ElementType.Int32)]);
        return
        [
            SeedFiles.Written("model.safetensors", path => SafetensorsFile.WriteModel(path, new ModelParameters(floats, [1, -2, 0.5f, 0]))),
            SeedFiles.Written("update.safetensors", path =>
                SafetensorsFile.WriteUpdate(path, new QuantisedUpdate(integers, [7, -7], FixedPointFormat.Default))),
        ];
    }
}
