using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;
using FlZk.Platform.Files;

namespace FlZk.Learning.Aggregation.Sources;

/// <summary>A folder's model files as a round's updates: opened, compared with one another, not yet read.</summary>
/// <remarks>
/// <para>Files end in <c>.safetensors</c> or <c>.npy</c>; others are no updates and are passed over. What is wrong with a file is kept as a
/// refusal, so that all of them are known at once.</para>
/// <para>The round's model and format are those of a given model, else those of most files; between equals the earlier file decides. A
/// file of integers without a format of its own (.npy) is taken to be in the round's, a file of reals is quantised to it.</para>
/// </remarks>
public sealed class UpdateFiles : IDisposable
{
    private readonly List<ModelFileSource> _sources = [];
    private readonly List<long> _weights = [];
    private readonly List<RefusedUpdate> _refused = [];

    private UpdateFiles(TensorLayout layout, FixedPointFormat format)
    {
        Layout = layout;
        Format = format;
    }

    /// <summary>Names, shapes and order common to the updates.</summary>
    public TensorLayout Layout { get; }

    /// <summary>The round's format.</summary>
    public FixedPointFormat Format { get; }

    /// <summary>The updates that may enter, in the order of the weights, or of their names where there are no weights.</summary>
    public IReadOnlyList<ModelFileSource> Sources => _sources;

    /// <summary>Their weights.</summary>
    public IReadOnlyList<long> Weights => _weights;

    /// <summary>The files that may not, each with its reason.</summary>
    public IReadOnlyList<RefusedUpdate> Refused => _refused;

    /// <summary>Opens a folder's updates.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="weightsPath">See <see cref="WeightsFile"/>; when null, every update has weight 1.</param>
    /// <param name="format">The round's format; when null, the one that most files state, or else the default.</param>
    /// <param name="model">A file of the model that updates must be of; when null, the model is that of most files. One that names no
    /// tensors (.npy) asks for one tensor of its shape, whose name is that of most files.</param>
    /// <exception cref="FileFormatException">The weights file is malformed, or there is no update at all.</exception>
    /// <exception cref="TooManyOpenFilesException">The process may not have so many files open: a round without the others would be another
    /// one.</exception>
    /// <exception cref="IOException">The folder or the weights file cannot be read.</exception>
    public static UpdateFiles Open(string directory, string? weightsPath, FixedPointFormat? format = null, ModelFileReader? model = null)
    {
        List<string> present =
        [
            .. Directory.EnumerateFiles(directory)
                .Select(path => Path.GetFileName(path)!)
                .Where(name => Path.GetExtension(name) is ".safetensors" or ".npy")
                .Order(StringComparer.Ordinal),
        ];
        var refused = new List<RefusedUpdate>();
        List<KeyValuePair<string, long>> weights;
        if (weightsPath is null)
        {
            weights = [.. present.Select(name => KeyValuePair.Create(name, 1L))];
        }
        else
        {
            weights = [.. WeightsFile.Read(weightsPath)];
            var named = weights.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
            refused.AddRange(present.Where(name => !named.Contains(name))
                .Select(name => new RefusedUpdate(name, $"{weightsPath} has no weight for it.")));
        }

        if (weights.Count == 0) throw new FileFormatException(directory, "there is no .safetensors or .npy file in this folder.");
        var opened = new List<(string Name, long Weight, ModelFileReader Reader)>();
        try
        {
            foreach ((string name, long weight) in weights)
            {
                if (TryOpen(Path.Combine(directory, name), out ModelFileReader? reader, out string reason))
                {
                    opened.Add((name, weight, reader!));
                }
                else
                {
                    refused.Add(new RefusedUpdate(name, reason));
                }
            }

            TensorLayout layout = model is { NamesTensors: true }
                ? model.Layout
                : LayoutOf(opened.Select(file => file.Reader), model);
            format ??= MostFrequent(
                opened.Where(file => file.Reader.Format is not null).Select(file => file.Reader.Format!), (a, b) => a == b)
                ?? FixedPointFormat.Default;
            var files = new UpdateFiles(layout, format);
            files._refused.AddRange(refused);
            foreach ((string name, long weight, ModelFileReader reader) in opened)
            {
                if (files.WhyNot(reader) is { } reason)
                {
                    files._refused.Add(new RefusedUpdate(name, reason));
                    reader.Dispose();
                    continue;
                }

                files._sources.Add(new ModelFileSource(reader, format));
                files._weights.Add(weight);
            }

            return files;
        }
        catch
        {
            foreach ((_, _, ModelFileReader reader) in opened) reader.Dispose();
            throw;
        }
    }

    /// <summary>The round that the updates make; closed with this object.</summary>
    /// <exception cref="InvalidUpdateException">The total weight is too large.</exception>
    /// <exception cref="ArgumentException">There is no update that may enter.</exception>
    public RoundInput ToRound() => new(_sources, _weights, Format);

    /// <summary>Closes all files.</summary>
    public void Dispose()
    {
        foreach (ModelFileSource source in _sources) source.Dispose();
    }

    private static bool TryOpen(string path, out ModelFileReader? reader, out string reason)
    {
        (reader, reason) = (null, "");
        try
        {
            reader = ModelFile.Open(path);
            return true;
        }
        catch (FileFormatException refusal)
        {
            reason = refusal.Reason;
        }
        catch (FileNotFoundException)
        {
            reason = "there is no such file.";
        }
        catch (Exception failure) when (failure is (IOException or UnauthorizedAccessException) and not TooManyOpenFilesException)
        {
            reason = failure.Message;
        }

        return false;
    }

    // A model's names come from a file that has some; arrays without names alone share one.
    private static TensorLayout LayoutOf(IEnumerable<ModelFileReader> readers, ModelFileReader? nameless)
    {
        ModelFileReader? typical = MostFrequent(
            nameless is null ? readers : readers.Where(reader => nameless.DifferenceFrom(reader.Layout) is null),
            (a, b) => b.DifferenceFrom(a.Layout) is null,
            reader => reader.NamesTensors) ?? nameless;
        return typical is null ? new TensorLayout([]) : typical.NamesTensors ? typical.Layout : Nameless(typical.Layout);
    }

    private static TensorLayout Nameless(TensorLayout layout) =>
        new([new TensorDescriptor("values", layout.Tensors[0].Shape, layout.Tensors[0].ElementType)]);

    // Quadratic at worst in the number of different things, which are few.
    private static T? MostFrequent<T>(IEnumerable<T> things, Func<T, T, bool> same, Func<T, bool>? prefer = null)
        where T : class
    {
        var kinds = new List<(T First, int Count)>();
        foreach (T thing in prefer is null ? things : things.OrderByDescending(prefer))
        {
            int at = kinds.FindIndex(kind => same(kind.First, thing));
            if (at < 0) kinds.Add((thing, 1));
            else kinds[at] = (kinds[at].First, kinds[at].Count + 1);
        }

        return kinds.Count == 0 ? null : kinds.MaxBy(kind => kind.Count).First;
    }

    private string? WhyNot(ModelFileReader reader)
    {
        if (reader.DifferenceFrom(Layout) is { } difference) return $"not the round's model: {difference}";
        if (reader.Length == 0) return "it has no parameters.";
        return reader.Format is { } stated && stated != Format
            ? $"{stated.FractionBits} of {stated.ValueBits} bits are fraction, but {Format.FractionBits} of {Format.ValueBits} in the "
                + "round."
            : null;
    }
}
