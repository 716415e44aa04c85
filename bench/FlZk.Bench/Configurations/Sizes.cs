using FlZk.Bench.Report.Processes;

namespace FlZk.Bench.Configurations;

/// <summary>Sizes of what is summed and transformed, as binary logarithms.</summary>
internal static class Sizes
{
    /// <summary>Whether this is a quick look.</summary>
    public static bool Quick { get; set; }

    /// <summary>2^16, 2^18 and 2^20; in a quick look AVX2 up to 2^18 and scalar code at 2^16.</summary>
    public static IEnumerable<int> LogSizes => Upto(!Quick ? 20 : Bn254.InstructionSet.Current switch
    {
        Tier.Scalar => 16,
        "AVX2" => 18,
        _ => 20,
    });

    /// <summary>The same; in a quick look 2^16 alone, whose points do not take long to make.</summary>
    public static IEnumerable<int> LogSizesOfG2 => Upto(Quick ? 16 : 20);

    private static IEnumerable<int> Upto(int largest) => ((int[])[16, 18, 20]).Where(size => size <= largest);
}
