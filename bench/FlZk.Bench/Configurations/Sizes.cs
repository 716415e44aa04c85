using FlZk.Bench.Report.Processes;

namespace FlZk.Bench.Configurations;

/// <summary>Sizes of what is summed and transformed, as binary logarithms.</summary>
internal static class Sizes
{
    /// <summary>Whether this is a quick look.</summary>
    public static bool Quick { get; set; }

    /// <summary>2^16, 2^18 and 2^20; scalar code is measured at 2^16 alone in a quick look.</summary>
    public static IEnumerable<int> LogSizes => Quick && Bn254.InstructionSet.Current == Tier.Scalar ? [16] : [16, 18, 20];
}
