namespace FlZk.Learning.ModelFiles;

/// <summary>A tensor's name, shape and element type, without its values.</summary>
public sealed class TensorDescriptor
{
    /// <summary>The most dimensions that readers take: what NumPy allows, and twice what PyTorch writes.</summary>
    internal const int MaxRank = 64;

    private readonly long[] _shape;

    /// <summary>Describes a tensor.</summary>
    /// <param name="name">Its name, unique in its file.</param>
    /// <param name="shape">Its dimensions, outermost first; empty for a single number.</param>
    /// <param name="elementType">How its elements are stored.</param>
    /// <exception cref="ArgumentException">A dimension is negative, or the number of elements does not fit an array.</exception>
    public TensorDescriptor(string name, IEnumerable<long> shape, ElementType elementType = ElementType.Float32)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        Name = name;
        _shape = [.. shape];
        ElementType = elementType;
        if (!TryCountElements(_shape, out long length) || length > Array.MaxLength)
        {
            throw new ArgumentException($"tensor '{name}' has an impossible shape [{string.Join(", ", _shape)}].", nameof(shape));
        }

        Length = (int)length;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its dimensions, outermost first.</summary>
    public IReadOnlyList<long> Shape => _shape;

    /// <summary>How its elements are stored.</summary>
    public ElementType ElementType { get; }

    /// <summary>Number of elements: the product of the dimensions.</summary>
    public int Length { get; }

    /// <summary>Multiplies the dimensions; false when one is negative or the product leaves 63 bits.</summary>
    /// <remarks>A dimension of zero makes a tensor without elements, which is legal; the others must still have a product of 63 bits, in
    /// whatever order they stand: no honest writer has larger ones.</remarks>
    internal static bool TryCountElements(ReadOnlySpan<long> shape, out long count)
    {
        count = 0;
        Int128 product = 1;
        bool empty = false;
        foreach (long dimension in shape)
        {
            if (dimension < 0) return false;
            if (dimension == 0) empty = true;
            else product *= dimension;
            if (product > long.MaxValue) return false;
        }

        count = empty ? 0 : (long)product;
        return true;
    }
}
