using System.Globalization;
using FlZk.Learning.Aggregation.Rounds;
using FlZk.Platform;

namespace FlZk.Cli.Commands.Learning;

/// <summary>Shows a round's values as a share of the step that is being done and, after two seconds, as bytes per second.</summary>
/// <param name="target">Where progress is shown.</param>
/// <param name="phase">What is being done.</param>
/// <param name="bytesPerValue">Of all updates' files together.</param>
internal sealed class FoldingProgress(IProgress<WorkProgress> target, string phase, double bytesPerValue) : IProgress<RoundProgress>
{
    private static readonly TimeSpan UntilRate = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public void Report(RoundProgress value)
    {
        string? rate = value.Elapsed < UntilRate
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{value.ValuesPerSecond * bytesPerValue / 1e9:F2} GB/s");

        // A second pass over the updates begins at their beginning again.
        long done = value.ValuesInStep == 0 ? 0 : ((value.ValuesInStep - 1) % value.ValuesPerPass) + 1;
        string step = value.IsChecking ? "an update cannot be used; checking all" : phase;
        target.Report(new WorkProgress(step, done, value.ValuesPerPass) { Detail = rate });
    }
}
