using FlZk.Platform.Files;

namespace FlZk.Learning.ModelFiles;

/// <summary>A model file of whatever kind its name says: <c>.safetensors</c>, or <c>.npy</c> for a single tensor.</summary>
public static class ModelFile
{
    /// <summary>Opens a model or an update to be read in blocks; a .npy array is one tensor named like the file.</summary>
    /// <exception cref="FileFormatException">The file's name has another ending, or its content is not what the ending says.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static ModelFileReader Open(string path) => Kind(path) == ".safetensors" ? SafetensorsFile.Open(path) : NpyFile.Open(path);

    /// <summary>Reads a model; a .npy array becomes one tensor named like the file.</summary>
    /// <exception cref="FileFormatException">The file's name has another ending, or its content is not what the ending says.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ModelParameters Read(string path)
    {
        switch (Kind(path))
        {
            case ".safetensors":
                return SafetensorsFile.ReadModel(path);
            default:
                NpyArray<float> array = NpyFile.ReadSingles(path);
                var tensor = new TensorDescriptor(Path.GetFileNameWithoutExtension(path), array.Shape);
                return new ModelParameters(new TensorLayout([tensor]), array.Values);
        }
    }

    /// <summary>Writes a model; .npy takes a model of one tensor.</summary>
    /// <exception cref="FileFormatException">The file's name has another ending.</exception>
    /// <exception cref="ArgumentException">The model has several tensors, and the ending is .npy.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one, if any, is untouched.</exception>
    public static void Write(string path, ModelParameters model, UnixFileMode? mode = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (Kind(path) == ".safetensors")
        {
            SafetensorsFile.WriteModel(path, model, mode);
            return;
        }

        if (model.Layout.Tensors.Count != 1)
        {
            throw new ArgumentException($"A .npy file holds one tensor; the model has {model.Layout.Tensors.Count}.", nameof(model));
        }
        NpyFile.Write<float>(path, model.Layout.Tensors[0].Shape, model.Values, mode);
    }

    private static string Kind(string path)
    {
        string ending = Path.GetExtension(path);
        return ending is ".safetensors" or ".npy"
            ? ending
            : throw new FileFormatException(path, $"a model file's name ends in .safetensors or .npy, not '{ending}'.");
    }
}
