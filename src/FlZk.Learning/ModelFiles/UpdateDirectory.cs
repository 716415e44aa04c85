using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Quantisation;
using FlZk.Platform.Files;

namespace FlZk.Learning.ModelFiles;

/// <summary>A round's updates as files: a directory of fixed-point updates and the weights that name them.</summary>
public sealed class UpdateDirectory
{
    private UpdateDirectory(TensorLayout layout, FixedPointFormat format, string[] names, WeightedUpdate[] updates)
    {
        Layout = layout;
        Format = format;
        Names = names;
        Updates = updates;
    }

    /// <summary>Names, shapes and order common to all updates.</summary>
    public TensorLayout Layout { get; }

    /// <summary>The fixed-point format common to all updates.</summary>
    public FixedPointFormat Format { get; }

    /// <summary>File names, in the order of the weights file, which is the order of the providers.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The updates with their weights, in the same order.</summary>
    public IReadOnlyList<WeightedUpdate> Updates { get; }

    /// <summary>Reads every update that the weights file names.</summary>
    /// <param name="directory">Holds the updates; other kinds of files in it are ignored, an update without a weight is not.</param>
    /// <param name="weightsPath">See <see cref="WeightsFile"/>.</param>
    /// <exception cref="FileFormatException">A file is malformed, missing or unnamed, or its tensors or format differ from the first
    /// one's; names the file.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static UpdateDirectory Read(string directory, string weightsPath)
    {
        IReadOnlyList<KeyValuePair<string, long>> weights = WeightsFile.Read(weightsPath);
        var named = weights.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(directory, "*.safetensors"))
        {
            if (!named.Contains(Path.GetFileName(path))) throw new FileFormatException(weightsPath, $"there is no weight for {path}.");
        }

        TensorLayout? layout = null;
        FixedPointFormat? format = null;
        var updates = new WeightedUpdate[weights.Count];
        for (int i = 0; i < updates.Length; i++)
        {
            string path = Path.Combine(directory, weights[i].Key);
            if (!File.Exists(path)) throw new FileFormatException(weightsPath, $"'{weights[i].Key}' is not in {directory}.");
            QuantisedUpdate update = SafetensorsFile.ReadUpdate(path);
            layout ??= update.Layout;
            format ??= update.Format;
            if (update.Layout.DifferenceFrom(layout) is { } difference)
            {
                throw new FileFormatException(path, $"not the model of {weights[0].Key}: {difference}");
            }
            if (update.Format != format)
            {
                throw new FileFormatException(
                    path,
                    $"{update.Format.FractionBits} of {update.Format.ValueBits} bits are fraction, "
                    + $"but {format.FractionBits} of {format.ValueBits} in {weights[0].Key}.");
            }

            updates[i] = new WeightedUpdate(update.Values, weights[i].Value);
        }

        return new UpdateDirectory(layout!, format!, [.. weights.Select(entry => entry.Key)], updates);
    }
}
