using System.Globalization;

namespace FlZk.Bench.Roofline;

/// <summary>What this machine can do at most, measured in the run whose results are held against it.</summary>
/// <param name="Cores">Of "all cores".</param>
/// <param name="CacheBytes">Of the last cache.</param>
/// <param name="ArrayBytes">Of each array that was read or written.</param>
/// <param name="Read">Bytes a second, read by all cores.</param>
/// <param name="ReadOneCore">The same by one.</param>
/// <param name="Copy">Bytes a second, read and written by all cores.</param>
/// <param name="CopyOneCore">The same by one.</param>
/// <param name="Triad">Bytes a second, two thirds read and one written by all cores.</param>
/// <param name="TriadOneCore">The same by one.</param>
/// <param name="MultiplyAdd">Products of 32-bit integers added to 64-bit sums, a second, all cores.</param>
/// <param name="MultiplyAddOneCore">The same of one.</param>
/// <param name="MultiplyAddWith">The instructions they were done with.</param>
internal sealed record MachineRoofline(
    int Cores,
    long CacheBytes,
    long ArrayBytes,
    Rate Read,
    Rate ReadOneCore,
    Rate Copy,
    Rate CopyOneCore,
    Rate Triad,
    Rate TriadOneCore,
    Rate MultiplyAdd,
    Rate MultiplyAddOneCore,
    string MultiplyAddWith)
{
    /// <summary>The word that makes this program print it and nothing else.</summary>
    public const string Command = "roofline";

    private const long Rounds = 4_000_000;
    private const int Repetitions = 12;

    /// <summary>Measures; some three seconds.</summary>
    public static MachineRoofline Measure()
    {
        using var all = new CoreTeam(Environment.ProcessorCount);
        using var memory = new MemoryBandwidth();
        return Measure(all, memory);
    }

    /// <summary>The same with threads and memory that are there.</summary>
    public static MachineRoofline Measure(CoreTeam all, MemoryBandwidth memory)
    {
        using var one = new CoreTeam(1);
        return new MachineRoofline(
            all.Members,
            memory.CacheBytes,
            memory.ArrayBytes,
            memory.Read(all),
            memory.Read(one),
            memory.Copy(all),
            memory.Copy(one),
            memory.Triad(all),
            memory.Triad(one),
            MultiplyAdds(all),
            MultiplyAdds(one),
            MultiplyAddKernels.Name);
    }

    /// <summary>Products of 32-bit integers added to 64-bit sums, a second.</summary>
    public static Rate MultiplyAdds(CoreTeam team, int repetitions = Repetitions)
    {
        long sink = 0;
        var seconds = new double[repetitions];
        for (int i = 0; i < repetitions; i++) seconds[i] = team.Run(_ => Interlocked.Add(ref sink, MultiplyAddKernels.Run(Rounds)));
        return Rate.Of((double)Rounds * MultiplyAddKernels.PerRound * team.Members, seconds);
    }

    /// <summary>The better of two measurements, figure by figure.</summary>
    public MachineRoofline Or(MachineRoofline other) => this with
    {
        Read = Rate.Better(Read, other.Read),
        ReadOneCore = Rate.Better(ReadOneCore, other.ReadOneCore),
        Copy = Rate.Better(Copy, other.Copy),
        CopyOneCore = Rate.Better(CopyOneCore, other.CopyOneCore),
        Triad = Rate.Better(Triad, other.Triad),
        TriadOneCore = Rate.Better(TriadOneCore, other.TriadOneCore),
        MultiplyAdd = Rate.Better(MultiplyAdd, other.MultiplyAdd),
        MultiplyAddOneCore = Rate.Better(MultiplyAddOneCore, other.MultiplyAddOneCore),
    };

    /// <summary>As lines for a reader.</summary>
    public IEnumerable<string> Lines()
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Roofline of this machine, best of many repetitions, arrays of {ArrayBytes >> 20} MiB, {Cores} cores:");
        yield return $"  read, GB/s:                       {Read}; one core {ReadOneCore}";
        yield return $"  copy, GB/s:                       {Copy}; one core {CopyOneCore}";
        yield return $"  triad, GB/s:                      {Triad}; one core {TriadOneCore}";
        yield return $"  multiply-add, billions a second:  {MultiplyAdd}; one core {MultiplyAddOneCore} ({MultiplyAddWith})";
    }
}
