namespace FlZk.Bench.Report.Rounds;

/// <summary>How long operations take turns.</summary>
/// <param name="Rounds">As many rounds, unless they take too long.</param>
/// <param name="Most">After that time no further round begins, but for the first three.</param>
internal sealed record RoundPlan(int Rounds, TimeSpan Most)
{
    /// <summary>However long they take.</summary>
    public const int LeastRounds = 3;

    /// <summary>What an operation repeats itself for when it is its turn. The machine's state holds for longer than that.</summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>Calls of each operation before anything counts, three times over, so that the runtime compiles in earnest what it runs; a
    /// pause follows each, without which it does not begin.</summary>
    public int WarmUpCalls { get; init; } = 35;

    /// <summary>The most that these calls take, but for the first.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>The runtime waits for a tenth of a second without new methods.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(150);
}
