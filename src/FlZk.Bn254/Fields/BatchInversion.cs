using System.Buffers;
using System.Runtime.CompilerServices;

namespace FlZk.Bn254.Fields;

/// <summary>Montgomery's trick: n inverses for one inversion and 3(n - 1) multiplications.</summary>
internal static class BatchInversion
{
    /// <summary>Replaces every non-zero value by its inverse; zeros stay zero.</summary>
    public static void Invert<TField>(Span<TField> values)
        where TField : unmanaged, IField<TField>
    {
        TField[] rented = ArrayPool<TField>.Shared.Rent(values.Length);
        Invert(values, rented.AsSpan(0, values.Length));
        ArrayPool<TField>.Shared.Return(rented);
    }

    /// <summary>As above, with <paramref name="scratch"/> of at least the same length for the running products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Invert<TField>(Span<TField> values, Span<TField> scratch)
        where TField : unmanaged, IField<TField>
    {
        TField product = TField.One;
        for (int i = 0; i < values.Length; i++)
        {
            scratch[i] = product;
            if (!values[i].IsZero) TField.Multiply(product, values[i], out product);
        }

        TField inverse = product.Inverse();
        for (int i = values.Length - 1; i >= 0; i--)
        {
            if (values[i].IsZero) continue;
            TField value = values[i];
            TField.Multiply(inverse, scratch[i], out values[i]);
            TField.Multiply(inverse, value, out inverse);
        }
    }
}
