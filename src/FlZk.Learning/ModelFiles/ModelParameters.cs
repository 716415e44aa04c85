namespace FlZk.Learning.ModelFiles;

/// <summary>A model: named tensors of reals, held as one flat vector in layout order.</summary>
public sealed class ModelParameters
{
    /// <summary>Joins a layout and its values.</summary>
    /// <param name="layout">Names, shapes, order.</param>
    /// <param name="values">All elements, tensor after tensor, each row-major; kept, not copied.</param>
    /// <param name="metadata">Free text kept with the model; none when null.</param>
    /// <exception cref="ArgumentException">The number of values is not the layout's.</exception>
    public ModelParameters(TensorLayout layout, float[] values, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != layout.Length)
        {
            throw new ArgumentException($"The layout has {layout.Length} elements, not {values.Length}.", nameof(values));
        }
        Layout = layout;
        Values = values;
        Metadata = metadata ?? new Dictionary<string, string>();
    }

    /// <summary>Names, shapes, order.</summary>
    public TensorLayout Layout { get; }

    /// <summary>All elements, tensor after tensor. The array itself, not a copy.</summary>
    public float[] Values { get; }

    /// <summary>Free text kept with the model.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>One tensor's elements, row-major.</summary>
    /// <exception cref="KeyNotFoundException">There is no tensor of that name.</exception>
    public Span<float> this[string name] => Values.AsSpan(Layout[name]);
}
