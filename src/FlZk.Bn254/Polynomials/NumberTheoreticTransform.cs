namespace FlZk.Bn254.Polynomials;

/// <summary>Radix-2 transforms over Fr of one size, in natural order.</summary>
internal sealed class NumberTheoreticTransform
{
    private readonly int _logSize;
    private readonly Fr[] _roots;
    private readonly Fr _sizeInverse;

    public NumberTheoreticTransform(int logSize, in Fr generator)
    {
        _logSize = logSize;
        _roots = new Fr[Math.Max(1, (1 << logSize) / 2)];
        Fr power = Fr.One;
        for (int i = 0; i < _roots.Length; i++)
        {
            _roots[i] = power;
            power *= generator;
        }

        _sizeInverse = Fr.FromUInt64(1UL << logSize).Inverse();
    }

    public void Forward(Span<Fr> values)
    {
        BitReverse(values);
        for (int half = 1; half < values.Length; half *= 2)
        {
            int stride = values.Length / (2 * half);
            for (int start = 0; start < values.Length; start += 2 * half)
            {
                for (int i = 0; i < half; i++)
                {
                    Fr low = values[start + i];
                    Fr high = values[start + i + half] * _roots[i * stride];
                    values[start + i] = low + high;
                    values[start + i + half] = low - high;
                }
            }
        }
    }

    /// <summary>The inverse transform, followed by scaling coefficient i by factor^i.</summary>
    public void Inverse(Span<Fr> values, in Fr factor)
    {
        Forward(values);
        values[1..].Reverse();
        ScaleByPowers(values, _sizeInverse, factor);
    }

    /// <summary>values[i] *= first factor^i.</summary>
    public static void ScaleByPowers(Span<Fr> values, Fr first, in Fr factor)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= first;
            first *= factor;
        }
    }

    private void BitReverse(Span<Fr> values)
    {
        if (_logSize == 0) return;
        for (uint i = 0; i < values.Length; i++)
        {
            uint j = Reverse(i) >> (32 - _logSize);
            if (i < j) (values[(int)i], values[(int)j]) = (values[(int)j], values[(int)i]);
        }
    }

    private static uint Reverse(uint value)
    {
        value = ((value >> 1) & 0x55555555) | ((value & 0x55555555) << 1);
        value = ((value >> 2) & 0x33333333) | ((value & 0x33333333) << 2);
        value = ((value >> 4) & 0x0f0f0f0f) | ((value & 0x0f0f0f0f) << 4);
        return System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);
    }
}
