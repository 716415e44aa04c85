using FlZk.Bench.Roofline;

namespace FlZk.Bench.Report.Rounds;

/// <summary>Measures again and again what the machine can do, each time in some twentieths of a second.</summary>
/// <remarks>On arrays of the size that the operations work on: those that are but a few times as large as the last cache find some of
/// themselves in it, and the roofline does, too. Operations that work on less than twice the last cache are held against arrays that no
/// cache holds.</remarks>
internal sealed class MomentaryRoofline : IDisposable
{
    private const int Repetitions = 3;

    private readonly CoreTeam _team = new(Environment.ProcessorCount);
    private readonly MemoryBandwidth _memory = new();
    private readonly bool _multiplies;
    private readonly long _bytes;

    /// <summary>Takes threads and memory.</summary>
    /// <param name="bytes">That the operations read and write.</param>
    /// <param name="multiplies">Whether multiplications are asked for.</param>
    public MomentaryRoofline(double bytes, bool multiplies)
    {
        _multiplies = multiplies;
        _bytes = BytesOf(bytes, _memory.CacheBytes);
    }

    /// <summary>What the roofline's arrays have together for operations that work on so many bytes.</summary>
    public static long BytesOf(double work, long cache) => work >= 2.0 * cache && work < long.MaxValue ? (long)work : long.MaxValue;

    /// <summary>Now: medians of a few repetitions, each by the kernel that is the fastest one now.</summary>
    public RooflineSample Sample() => new(
        _memory.Read(_team, Repetitions, _bytes).Median,
        _memory.Copy(_team, Repetitions, _bytes / 2).Median,
        _multiplies ? MachineRoofline.MultiplyAdds(_team, Repetitions).Median : 0);

    /// <summary>All of it at length, on arrays that no cache holds.</summary>
    public MachineRoofline Whole() => MachineRoofline.Measure(_team, _memory);

    public void Dispose()
    {
        _team.Dispose();
        _memory.Dispose();
    }
}
