using FlZk.Bn254;

namespace FlZk.Bench.Curves;

/// <summary>Points and scalars to sum, made once per size and process: making them takes longer than summing them.</summary>
/// <param name="logSize">2^logSize of each.</param>
internal sealed class SumInputs(int logSize)
{
    private static readonly Dictionary<int, SumInputs> BySize = [];

    private readonly Lazy<Fr[]> _full = new(() => Numbers(logSize, _ => Fr.Random()));
    private readonly Lazy<Fr[]> _words = new(() => Numbers(logSize, random => Fr.FromUInt64((ulong)random.NextInt64() << 1)));
    private readonly Lazy<Fr[]> _bits = new(() => Numbers(logSize, random => Fr.FromUInt64((ulong)random.Next(2))));
    private readonly Lazy<long[]> _signed24 = new(() => Numbers(logSize, random => random.NextInt64(-(1L << 23), 1L << 23)));
    private G1Affine[]? _first;
    private G2Affine[]? _second;

    /// <summary>Uniform in the field.</summary>
    public Fr[] Full => _full.Value;

    /// <summary>64 bits.</summary>
    public Fr[] Words => _words.Value;

    /// <summary>Zeros and ones.</summary>
    public Fr[] Bits => _bits.Value;

    /// <summary>Signed, 24 bits.</summary>
    public long[] Signed24 => _signed24.Value;

    /// <summary>Points of G1.</summary>
    public G1Affine[] First
    {
        get
        {
            if (_first is not null) return _first;
            _first = new G1Affine[1 << logSize];
            FixedBaseMultiplication.Multiply(G1Affine.Generator, Full, _first);
            return _first;
        }
    }

    /// <summary>Points of G2.</summary>
    public G2Affine[] Second
    {
        get
        {
            if (_second is not null) return _second;
            _second = new G2Affine[1 << logSize];
            FixedBaseMultiplication.Multiply(G2Affine.Generator, Full, _second);
            return _second;
        }
    }

    /// <summary>The inputs of a size.</summary>
    public static SumInputs Of(int logSize)
    {
        if (!BySize.TryGetValue(logSize, out SumInputs? inputs)) BySize.Add(logSize, inputs = new SumInputs(logSize));
        return inputs;
    }

    private static T[] Numbers<T>(int logSize, Func<Random, T> next)
    {
        var random = new Random(1);
        var numbers = new T[1 << logSize];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = next(random);
        return numbers;
    }
}
