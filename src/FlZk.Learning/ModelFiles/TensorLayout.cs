using FlZk.Platform.Files;

namespace FlZk.Learning.ModelFiles;

/// <summary>A model's tensors in the order in which their values are laid end to end as one vector.</summary>
public sealed class TensorLayout
{
    private readonly TensorDescriptor[] _tensors;
    private readonly Dictionary<string, Range> _ranges;

    /// <summary>Lays tensors end to end.</summary>
    /// <exception cref="ArgumentException">Two tensors share a name, or together they do not fit an array.</exception>
    public TensorLayout(IEnumerable<TensorDescriptor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        _tensors = [.. tensors];
        _ranges = new Dictionary<string, Range>(_tensors.Length, StringComparer.Ordinal);
        long start = 0;
        foreach (TensorDescriptor tensor in _tensors)
        {
            long end = start + tensor.Length;
            if (end > Array.MaxLength) throw new ArgumentException("The tensors have more elements than an array holds.", nameof(tensors));
            if (!_ranges.TryAdd(tensor.Name, (int)start..(int)end))
            {
                throw new ArgumentException($"Two tensors are named '{tensor.Name}'.", nameof(tensors));
            }
            start = end;
        }

        Length = (int)start;
    }

    /// <summary>The tensors, in order.</summary>
    public IReadOnlyList<TensorDescriptor> Tensors => _tensors;

    /// <summary>Number of elements of all tensors together: d, the number of model parameters.</summary>
    public int Length { get; }

    /// <summary>Where a tensor's elements stand in the flattened vector.</summary>
    /// <exception cref="KeyNotFoundException">There is no tensor of that name.</exception>
    public Range this[string name] => _ranges[name];

    /// <summary>The tensor that holds an element of the flattened vector, and its index there.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is outside the vector.</exception>
    public (TensorDescriptor Tensor, int Index) Locate(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Length);
        foreach (TensorDescriptor tensor in _tensors)
        {
            if (index < tensor.Length) return (tensor, index);
            index -= tensor.Length;
        }

        throw new ArgumentOutOfRangeException(nameof(index));
    }

    /// <summary>What makes <paramref name="other"/> another model: the first difference in number, name or shape, as a sentence; null
    /// when there is none.
    /// Element types may differ.</summary>
    public string? DifferenceFrom(TensorLayout other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (_tensors.Length != other._tensors.Length) return $"{_tensors.Length} tensors instead of {other._tensors.Length}.";
        for (int i = 0; i < _tensors.Length; i++)
        {
            TensorDescriptor ours = _tensors[i], theirs = other._tensors[i];
            if (ours.Name != theirs.Name)
            {
                return $"tensor {i} is '{ForeignText.Quote(ours.Name)}' instead of '{ForeignText.Quote(theirs.Name)}'.";
            }

            if (!ours.Shape.SequenceEqual(theirs.Shape))
            {
                return $"tensor '{ForeignText.Quote(ours.Name)}' has shape [{string.Join(", ", ours.Shape)}] instead of "
                    + $"[{string.Join(", ", theirs.Shape)}].";
            }
        }

        return null;
    }

    /// <summary>The same tensors, all stored as <paramref name="elementType"/>.</summary>
    public TensorLayout StoredAs(ElementType elementType) =>
        new(_tensors.Select(tensor => new TensorDescriptor(tensor.Name, tensor.Shape, elementType)));
}
