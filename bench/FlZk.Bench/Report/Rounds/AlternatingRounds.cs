using System.Diagnostics;

namespace FlZk.Bench.Report.Rounds;

/// <summary>Measures operations and what the machine can do in turns, round after round, in one process.</summary>
/// <remarks>On a virtual machine two cores may share a path to memory at one moment and have one each at the next, as their host moves
/// them: reading runs at 80 GB/s or at 45, for seconds or minutes. A roofline from before or after a benchmark belongs to another state as
/// often as not, and the fraction is then wrong in either direction. Here a turn of an operation lasts some hundredths of a second and the
/// roofline is measured immediately before and after it; the fraction is that round's alone, and the median of the rounds is
/// reported.</remarks>
internal static class AlternatingRounds
{
    private const int WarmUps = 3;
    private const int MostIterations = 2_000;

    /// <summary>Round after round: roofline, first operation, roofline, second operation, and so on.</summary>
    /// <param name="operations">In the order of their turns; those that are compared with each other next to each other.</param>
    /// <param name="roofline">Measures what the machine can do now.</param>
    /// <param name="plan">How long.</param>
    public static IReadOnlyList<OperationRounds> Measure(
        IReadOnlyList<RoundOperation> operations, Func<RooflineSample> roofline, RoundPlan plan)
    {
        for (int i = 0; i < WarmUps; i++)
        {
            foreach (RoundOperation operation in operations) Repeat(operation, plan.WarmUpCalls, plan.WarmUp);
            roofline();
            Thread.Sleep(plan.Pause);
        }

        var rounds = operations.Select(_ => new List<OperationRound>()).ToArray();
        long clock = Stopwatch.GetTimestamp();
        for (int round = 0; round < plan.Rounds; round++)
        {
            if (round >= RoundPlan.LeastRounds && Stopwatch.GetElapsedTime(clock) > plan.Most) break;
            RooflineSample before = roofline();
            for (int i = 0; i < operations.Count; i++)
            {
                List<double> seconds = Repeat(operations[i], MostIterations, plan.Turn);
                RooflineSample after = roofline();
                rounds[i].Add(OperationRound.Of(seconds, before, after));
                before = after;
            }
        }

        return [.. operations.Select((operation, i) => new OperationRounds(operation.Name, rounds[i]))];
    }

    // Once at least.
    private static List<double> Repeat(RoundOperation operation, int most, TimeSpan time)
    {
        var seconds = new List<double>();
        long clock = Stopwatch.GetTimestamp();
        do
        {
            long began = Stopwatch.GetTimestamp();
            operation.Run();
            seconds.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
        while (seconds.Count < most && Stopwatch.GetElapsedTime(clock) < time);
        return seconds;
    }
}
