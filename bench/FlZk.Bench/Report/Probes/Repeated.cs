using System.Diagnostics;

namespace FlZk.Bench.Report.Probes;

/// <summary>Times a piece of work some times over.</summary>
internal static class Repeated
{
    /// <summary>Milliseconds of each repetition, after as many unmeasured ones as asked for.</summary>
    public static double[] Time(int samples, Action work, int warmUps = 1)
    {
        for (int i = 0; i < warmUps; i++) work();
        var times = new double[samples];
        for (int i = 0; i < samples; i++)
        {
            long clock = Stopwatch.GetTimestamp();
            work();
            times[i] = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
        }

        return times;
    }
}
