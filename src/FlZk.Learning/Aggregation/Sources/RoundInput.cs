using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Sources;

/// <summary>What a device aggregates: updates of one length in one format, with their weights.</summary>
public sealed class RoundInput
{
    /// <summary>The scale of an update that is not clipped: one, in units of 2^-30.</summary>
    public const int UnitScale = 1 << 30;

    private readonly IUpdateSource[] _sources;
    private readonly int[] _weights;
    private readonly int[] _scales;

    /// <summary>Joins updates and weights after checking everything that can be known without reading the updates.</summary>
    /// <param name="sources">n updates, at least one; not disposed by the round.</param>
    /// <param name="weights">w_i, one for each update: positive, with a total below 2^20.</param>
    /// <param name="format">The fixed-point format, which every value must fit.</param>
    /// <param name="scales">k_i, from 0 to 2^30: an update enters as (x k_i + 2^29) >> 30, as norm clipping has it; none when null, which is
    /// k_i = 2^30.</param>
    /// <exception cref="InvalidUpdateException">A weight is not positive, the total weight is too large, or a length differs from the first
    /// update's; names the provider.</exception>
    /// <exception cref="ArgumentException">There are no updates, they have no parameters, or the lists differ in length.</exception>
    public RoundInput(
        IReadOnlyList<IUpdateSource> sources, IReadOnlyList<long> weights, FixedPointFormat format, IReadOnlyList<int>? scales = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(format);
        if (sources.Count == 0) throw new ArgumentException("A round needs at least one update.", nameof(sources));
        if (weights.Count != sources.Count) throw new ArgumentException("There is not one weight for each update.", nameof(weights));
        Format = format;
        _sources = [.. sources];
        _weights = new int[_sources.Length];
        Length = _sources[0].Length;
        if (Length == 0) throw new ArgumentException("The updates have no parameters.", nameof(sources));
        TotalWeight = CheckWeights(weights);
        for (int i = 0; i < _sources.Length; i++)
        {
            if (_sources[i].Length != Length)
            {
                throw new InvalidUpdateException(
                    i, $"the update has {_sources[i].Length} parameters where the round's first has {Length}.");
            }
        }

        _scales = scales is null ? [] : [.. scales];
        if (scales is not null && _scales.Length != _sources.Length)
        {
            throw new ArgumentException("There is not one scale for each update.", nameof(scales));
        }

        foreach (int scale in _scales)
        {
            if (scale is < 0 or > UnitScale) throw new ArgumentException($"Scale {scale} is outside [0, 2^30].", nameof(scales));
        }
    }

    /// <summary>The updates.</summary>
    public IReadOnlyList<IUpdateSource> Sources => _sources;

    /// <summary>n, the number of updates.</summary>
    public int Count => _sources.Length;

    /// <summary>w_i.</summary>
    public ReadOnlySpan<int> Weights => _weights;

    /// <summary>k_i in units of 2^-30, or empty when no update is scaled.</summary>
    public ReadOnlySpan<int> Scales => _scales;

    /// <summary>W, the sum of the weights, below 2^20.</summary>
    public int TotalWeight { get; }

    /// <summary>d, the number of parameters of every update.</summary>
    public int Length { get; }

    /// <summary>The fixed-point format of every update.</summary>
    public FixedPointFormat Format { get; }

    /// <summary>The same updates, scaled.</summary>
    /// <exception cref="ArgumentException">A scale is outside [0, 2^30], or there is not one for each update.</exception>
    public RoundInput Scaled(IReadOnlyList<int> scales) => new(_sources, [.. _weights.Select(weight => (long)weight)], Format, scales);

    /// <summary>Some of the updates, unscaled, with weight 1 each.</summary>
    /// <param name="indices">Positions in <see cref="Sources"/>, at least one.</param>
    public RoundInput Chosen(IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new RoundInput([.. indices.Select(i => _sources[i])], [.. indices.Select(_ => 1L)], Format);
    }

    private int CheckWeights(IReadOnlyList<long> weights)
    {
        long total = 0;
        for (int i = 0; i < _weights.Length; i++)
        {
            long weight = weights[i];
            if (weight <= 0) throw new InvalidUpdateException(i, $"weight {weight} is not positive.");

            // The total so far is below 2^20, so the comparison cannot overflow whatever the weight.
            if (weight >= (1L << FedAvg.WeightBits) - total)
            {
                throw new InvalidUpdateException(i, $"weight {weight} brings the total weight from {total} to 2^{FedAvg.WeightBits} or more.");
            }

            total += weight;
            _weights[i] = (int)weight;
        }

        return (int)total;
    }
}
