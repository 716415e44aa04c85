using System.Runtime.InteropServices;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Quantisation;

namespace FlZk.Bench.Learning;

/// <summary>The updates of a round in memory: the same random values of the default format every time.</summary>
/// <remarks>Where n updates of d parameters are more than <see cref="MostBytes"/>, they are overlapping windows of that much memory, evenly
/// spaced, updates that follow each other far apart. Whether one folds them in blocks of parameters or one after the other, one comes back
/// to a value only after gigabytes of others, which no cache holds; so they cost what updates of their own would.</remarks>
internal sealed class UpdatePool
{
    private static UpdatePool? _latest;

    private UpdatePool(int providers, int parameters)
    {
        Providers = providers;
        Parameters = parameters;
        Stride = StrideOf(providers, parameters);
        Values = new int[(Stride * (providers - 1)) + parameters];

        // Bytes from one generator per part, so that parts can be made at once; an arithmetic shift makes them 24-bit integers.
        const int Part = 1 << 22;
        Parallel.For(0, (Values.Length + Part - 1) / Part, part =>
        {
            Span<int> values = Values.AsSpan(part * Part, Math.Min(Part, Values.Length - (part * Part)));
            new Random(part).NextBytes(MemoryMarshal.AsBytes(values));
            foreach (ref int value in values) value >>= 32 - FixedPointFormat.MaxValueBits;
        });
    }

    /// <summary>The most memory that updates take: 4 GiB, or a quarter of what there is.</summary>
    public static long MostBytes { get; } = Math.Min(4L << 30, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    /// <summary>n.</summary>
    public int Providers { get; }

    /// <summary>d.</summary>
    public int Parameters { get; }

    /// <summary>From the first value of an update to the first of the next; d where each has memory of its own.</summary>
    public int Stride { get; }

    /// <summary>All of them.</summary>
    public int[] Values { get; }

    /// <summary>The updates of such a round; the latest are kept for who asks next.</summary>
    public static UpdatePool Of(int providers, int parameters)
    {
        if (_latest is not { } latest || latest.Providers != providers || latest.Parameters != parameters)
        {
            // The old ones go first: there may not be room for both.
            _latest = null;
            GC.Collect();
            _latest = new UpdatePool(providers, parameters);
        }

        return _latest;
    }

    /// <summary>Whether such updates share memory.</summary>
    public static bool Overlap(int providers, int parameters) => StrideOf(providers, parameters) < parameters;

    /// <summary>One update.</summary>
    public ReadOnlyMemory<int> this[int provider] => Values.AsMemory(Start(provider, Providers, Parameters), Parameters);

    /// <summary>The first value of an update.</summary>
    internal static int Start(int provider, int providers, int parameters)
    {
        int stride = StrideOf(providers, parameters);

        // Steps of about the golden ratio, coprime to the powers of two there are of providers: windows that overlap are dozens of updates
        // apart.
        return stride * (stride == parameters ? provider : (int)(provider * ((long)(providers * 0.618) | 1) % providers));
    }

    /// <summary>The updates with weights between 1 and 1000.</summary>
    public RoundInput Round()
    {
        var random = new Random(1);
        return new RoundInput(
            [.. Enumerable.Range(0, Providers).Select(i => new ArraySource($"provider {i}", this[i]))],
            [.. Enumerable.Range(0, Providers).Select(_ => random.NextInt64(1, 1001))],
            FixedPointFormat.Default);
    }

    // A multiple of sixteen, a line of the cache.
    internal static int StrideOf(int providers, int parameters)
    {
        long affordable = MostBytes / sizeof(int);
        return providers == 1 || (long)providers * parameters <= affordable
            ? parameters
            : (int)((affordable - parameters) / (providers - 1) / 16 * 16);
    }
}
