namespace FlZk.Learning.Aggregation.Rounds;

/// <summary>How far a round has come.</summary>
/// <param name="Values">Values read so far, in all passes.</param>
/// <param name="ValuesPerPass">Values of one pass over all updates, n d; a rule may take more than one pass.</param>
/// <param name="Elapsed">Time since the round began.</param>
public readonly record struct RoundProgress(long Values, long ValuesPerPass, TimeSpan Elapsed)
{
    /// <summary>Values read per second, on average.</summary>
    public double ValuesPerSecond => Elapsed > TimeSpan.Zero ? Values / Elapsed.TotalSeconds : 0;
}
