using System.Globalization;
using System.Runtime.InteropServices;

namespace FlZk.Bench.Roofline;

/// <summary>Bytes a second between memory and the cores, measured as McCalpin's STREAM does it: three arrays that no cache holds, many
/// repetitions, bytes counted as the operation names them (a read for ownership before a write is not counted).</summary>
/// <remarks>Memory is as any program gets it, in pages of the usual size. Reading and copying have three variants and the triad two;
/// the fastest is the machine's.</remarks>
internal sealed unsafe class MemoryBandwidth : IDisposable
{
    /// <summary>Of a measurement that stands by itself.</summary>
    public const int ManyRepetitions = 20;


    // A virtual machine does not say when its cores lie on two dies with a last cache each: of 256 MiB 2 to 6% are still found there.
    private const long LeastArrayBytes = 512L << 20;
    private const long AssumedCache = 64L << 20;
    private const int Alignment = 4096;

    private readonly long*[] _arrays = new long*[3];
    private readonly int _length;
    private long _sink;

    /// <summary>Takes the memory.</summary>
    public MemoryBandwidth()
    {
        // STREAM asks for four times the last cache.
        CacheBytes = LastLevelCache();
        ArrayBytes = Math.Max(LeastArrayBytes, 4 * CacheBytes);
        _length = (int)(ArrayBytes / sizeof(long));
        for (int i = 0; i < _arrays.Length; i++)
        {
            _arrays[i] = (long*)NativeMemory.AlignedAlloc((nuint)ArrayBytes, Alignment);

            // As doubles these are 1, too: pages must be there, and no number may be slow to compute with.
            new Span<long>(_arrays[i], _length).Fill(BitConverter.DoubleToInt64Bits(1));
        }
    }

    /// <summary>Of the last cache.</summary>
    public long CacheBytes { get; }

    /// <summary>Of each of the three arrays.</summary>
    public long ArrayBytes { get; }

    /// <summary>Reading alone: 8 bytes a number.</summary>
    /// <param name="team">Who reads.</param>
    /// <param name="repetitions">Of each kernel.</param>
    /// <param name="bytes">Of the array; all of it where that is more.</param>
    public Rate Read(CoreTeam team, int repetitions = ManyRepetitions, long bytes = long.MaxValue)
    {
        Rate Of(Func<Span<long>, long> sum) =>
            Measure(team, repetitions, bytes, 1, (at, length) => Interlocked.Add(ref _sink, sum(From(0, at, length))));
        return Rate.Better(
            Of(span => StreamKernels.Sum(span)),
            Rate.Better(Of(span => StreamKernels.SumOfQuarters(span)), Of(span => StreamKernels.SumFetchingAhead(span))));
    }

    /// <summary>Copying: 16 bytes a number.</summary>
    /// <param name="team">Who copies.</param>
    /// <param name="repetitions">Of each kernel.</param>
    /// <param name="bytes">Of each of the two arrays; all of them where that is more.</param>
    public Rate Copy(CoreTeam team, int repetitions = ManyRepetitions, long bytes = long.MaxValue)
    {
        Rate Of(Action<Span<long>, Span<long>> copy) =>
            Measure(team, repetitions, bytes, 2, (at, length) => copy(From(0, at, length), From(2, at, length)));
        return Rate.Better(
            Of((source, target) => StreamKernels.Copy(source, target)),
            Rate.Better(
                Of((source, target) => StreamKernels.CopyPastCaches(source, target)),
                Of((source, target) => StreamKernels.CopyQuartersPastCaches(source, target))));
    }

    /// <summary>The triad: 24 bytes a number.</summary>
    public Rate Triad(CoreTeam team) => Rate.Better(
        Measure(team, ManyRepetitions, long.MaxValue, 3, (at, length) => StreamKernels.Triad(
            Doubles(0, at, length), Doubles(1, at, length), 3, Doubles(2, at, length))),
        Measure(team, ManyRepetitions, long.MaxValue, 3, (at, length) => StreamKernels.TriadPastCaches(
            Doubles(0, at, length), Doubles(1, at, length), 3, Doubles(2, at, length))));

    public void Dispose()
    {
        foreach (long* array in _arrays) NativeMemory.AlignedFree(array);
    }

    private Rate Measure(CoreTeam team, int repetitions, long bytes, int arrays, Action<int, int> kernel)
    {
        int part = (int)Math.Min(_length, bytes / sizeof(long)) / team.Members / StreamKernels.Unit * StreamKernels.Unit;
        var seconds = new double[repetitions];

        // The first finds caches and translations as something else left them.
        for (int i = -1; i < repetitions; i++)
        {
            double taken = team.Run(member => kernel(member * part, part));
            if (i >= 0) seconds[i] = taken;
        }

        return Rate.Of((double)arrays * sizeof(long) * part * team.Members, seconds);
    }

    private Span<long> From(int array, int at, int length) => new(_arrays[array] + at, length);

    private Span<double> Doubles(int array, int at, int length) => MemoryMarshal.Cast<long, double>(From(array, at, length));

    // The largest cache Linux knows of the first core; elsewhere more than most have.
    private static long LastLevelCache()
    {
        const string Caches = "/sys/devices/system/cpu/cpu0/cache";
        if (!Directory.Exists(Caches)) return AssumedCache;
        long largest = 0;
        foreach (string cache in Directory.EnumerateDirectories(Caches, "index*"))
        {
            // "32768K"
            string size = Path.Combine(cache, "size");
            if (File.Exists(size) && File.ReadAllText(size).Trim() is [.. var kibibytes, 'K']
                && long.TryParse(kibibytes, CultureInfo.InvariantCulture, out long k))
            {
                largest = Math.Max(largest, k << 10);
            }
        }

        return largest > 0 ? largest : AssumedCache;
    }
}
