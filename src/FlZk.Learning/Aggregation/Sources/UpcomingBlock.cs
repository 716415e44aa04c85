using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace FlZk.Learning.Aggregation.Sources;

/// <summary>A block of updates that lie in memory, to be read next: it is fetched into a core's second-level cache a few lines at a time,
/// by whoever computes meanwhile. A hint; the default value fetches nothing.</summary>
/// <remarks>For blocks of many updates and few parameters: the processor does not see rows coming that are so short.</remarks>
internal ref struct UpcomingBlock
{
    private const int LineLength = 64 / sizeof(int);

    private readonly RoundInput? _round;
    private readonly int _start;
    private readonly int _length;
    private ReadOnlySpan<int> _row;
    private int _next;

    /// <summary>Begins with the first update.</summary>
    /// <param name="round">Updates that lie in memory.</param>
    /// <param name="start">The block's first parameter.</param>
    /// <param name="length">Its length.</param>
    public UpcomingBlock(RoundInput round, int start, int length)
    {
        _round = round;
        _start = start;
        _length = length;
    }

    /// <summary>Lines to fetch with each of <paramref name="parts"/> parts of the work so that all are fetched by its end.</summary>
    public readonly int LinesPerPart(int parts) =>
        _round is null ? 0 : (int)((((long)_round.Count * ((_length / LineLength) + 1)) + parts - 1) / parts);

    /// <summary>Fetches the next lines.</summary>
    public unsafe void Fetch(int lines)
    {
        if (_round is null || !Sse.IsSupported) return;
        for (int i = 0; i < lines; i++)
        {
            if (_row.IsEmpty && (_next >= _round.Count || !_round.Sources[_next++].TryGetBlock(_start, _length, out _row))) return;

            // Nothing is read through the pointer, which may go stale.
            Sse.Prefetch1(Unsafe.AsPointer(ref MemoryMarshal.GetReference(_row)));
            _row = _row[Math.Min(LineLength, _row.Length)..];
        }
    }
}
