using FlZk.Bench.Roofline;

namespace FlZk.Bench.Report.Rounds;

/// <summary>An operation's turns, round after round. Operations that took turns have as many.</summary>
/// <param name="Name">"Method Parameter=Value&amp;...".</param>
/// <param name="Rounds">In the order measured; at least one.</param>
internal sealed record OperationRounds(string Name, IReadOnlyList<OperationRound> Rounds)
{
    private const string MemoryProgram = "STREAM", MultiplyAddProgram = "multiply-add";
    private const double NanosecondsPerSecond = 1e9, Billion = 1e9;

    private static readonly (string Name, string Program, Func<RooflineSample, double> Of)[] Parts =
    [
        ("read", MemoryProgram, sample => sample.Read),
        ("copy", MemoryProgram, sample => sample.Copy),
        ("multiply-add", MultiplyAddProgram, sample => sample.MultiplyAdd),
    ];

    /// <summary>The median round's median iteration.</summary>
    public double Seconds => Spread.MedianOf(Rounds.Select(round => round.Seconds));

    /// <summary>The fastest iteration of all.</summary>
    public double Least => Rounds.Min(round => round.Least);

    /// <summary>What an operation reads, of what could be read around it.</summary>
    /// <exception cref="InvalidDataException">That was not measured.</exception>
    public Spread OfRead(OperationWork work) => Spread.Of(Rounds.Select(round =>
        Fractions.OfRead(work, round.Seconds, Required(round.Roofline.Read))));

    /// <summary>What it reads and writes, of what could be copied around it.</summary>
    /// <exception cref="InvalidDataException">That was not measured.</exception>
    public Spread OfCopy(OperationWork work) => Spread.Of(Rounds.Select(round =>
        Fractions.OfCopy(work, round.Seconds, Required(round.Roofline.Copy))));

    /// <summary>What it adds up, of what could be around it.</summary>
    /// <exception cref="InvalidDataException">That was not measured.</exception>
    public Spread OfMultiplyAdd(OperationWork work) => Spread.Of(Rounds.Select(round =>
        Fractions.OfMultiplyAdd(work, round.Seconds, Required(round.Roofline.MultiplyAdd))));

    /// <summary>How many times as long as this the fastest of some others takes, round by round.</summary>
    /// <param name="others">At least one, which took turns with this.</param>
    /// <exception cref="ArgumentException">There is none, or it did not take turns with this.</exception>
    public Spread TimesOf(IReadOnlyList<OperationRounds> others)
    {
        if (others.Any(other => other.Rounds.Count != Rounds.Count))
            throw new ArgumentException($"What {Name} is compared with has not as many rounds.", nameof(others));
        return Spread.Of(Rounds.Select((round, i) => others.Min(other => other.Rounds[i].Seconds) / round.Seconds));
    }

    /// <summary>As the results keep them: the median and the fastest iteration of each round, and the roofline around it.</summary>
    /// <param name="suite">The suite.</param>
    public IEnumerable<Measurement> Measurements(string suite)
    {
        Measurement Times(string work, Func<OperationRound, double> of) =>
            new(suite, work, Programs.FlZk, "ns", [.. Rounds.Select(round => Math.Round(of(round) * NanosecondsPerSecond, 1))])
            {
                Detail = Name,
            };
        yield return Times(Works.Operation, round => round.Seconds);
        yield return Times(Works.Fastest, round => round.Least);
        foreach ((string part, string program, Func<RooflineSample, double> of) in Parts)
        {
            if (Rounds.All(round => of(round.Roofline) == 0)) continue;
            yield return new Measurement(
                suite, Works.RooflineOfRounds, program, "10^9/s",
                [.. Rounds.Select(round => Math.Round(of(round.Roofline) / Billion, 3))])
            {
                Detail = Name,
                Mode = part,
            };
        }
    }

    /// <summary>Those among measurements; operations that were measured without rounds are left out.</summary>
    /// <exception cref="InvalidDataException">Times or rooflines of some rounds are missing, or no rates or times.</exception>
    public static IEnumerable<(string Suite, OperationRounds Operation)> Of(IEnumerable<Measurement> measurements)
    {
        Measurement[] all = [.. measurements];
        foreach (Measurement times in all.Where(m => m is { Work: Works.Operation, Detail: not null }))
        {
            Measurement[] own = [.. all.Where(m => m.Subject == times.Subject && m.Detail == times.Detail)];
            if (own.FirstOrDefault(m => m.Work == Works.Fastest) is not { } fastest) continue;
            double[] Roofline(int part)
            {
                Measurement? measured = own.FirstOrDefault(m => m.Work == Works.RooflineOfRounds && m.Mode == Parts[part].Name);
                return measured is null ? new double[times.Samples.Count] : Checked(measured, times);
            }

            double[] read = Roofline(0), copy = Roofline(1), multiplyAdd = Roofline(2);
            double[] medians = Checked(times, times), least = Checked(fastest, times);
            yield return (times.Subject, new OperationRounds(times.Detail!,
            [
                .. medians.Select((_, i) => new OperationRound(
                    medians[i] / NanosecondsPerSecond, least[i] / NanosecondsPerSecond,
                    new RooflineSample(read[i] * Billion, copy[i] * Billion, multiplyAdd[i] * Billion))),
            ]));
        }
    }

    // A fraction of nothing would be infinite, and meet every goal.
    private double Required(double roofline) => roofline > 0
        ? roofline
        : throw new InvalidDataException($"{Name}: what it is held against was not measured around each round; measure it again.");

    private static double[] Checked(Measurement measured, Measurement times) =>
        measured.Samples.Count > 0 && measured.Samples.Count == times.Samples.Count && measured.Samples.All(sample => sample > 0)
            ? [.. measured.Samples]
            : throw new InvalidDataException(
                $"{measured.Subject} {measured.Detail}: {measured.Work} has not one positive number for each round; measure it again.");
}
