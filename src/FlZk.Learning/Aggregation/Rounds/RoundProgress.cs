namespace FlZk.Learning.Aggregation.Rounds;

/// <summary>How far a round has come.</summary>
/// <param name="Values">Values read so far, in all passes.</param>
/// <param name="ValuesInStep">Values read since the step began: the aggregation, the check of all updates, the aggregation of those that
/// are left.</param>
/// <param name="ValuesPerPass">Values of one pass over the step's updates; a rule may take more than one pass.</param>
/// <param name="IsChecking">Whether the step looks for all updates that cannot be used, after one was found.</param>
/// <param name="Elapsed">Time since the round began.</param>
public readonly record struct RoundProgress(long Values, long ValuesInStep, long ValuesPerPass, bool IsChecking, TimeSpan Elapsed)
{
    /// <summary>Values read per second, on average.</summary>
    public double ValuesPerSecond => Elapsed > TimeSpan.Zero ? Values / Elapsed.TotalSeconds : 0;
}
