using FlZk.Bench.Circuits;
using FlZk.Bench.Report.Processes;

namespace FlZk.Bench.Report;

/// <summary>What pieces measure with.</summary>
/// <param name="Quick">Few samples and the smaller sizes.</param>
/// <param name="Samples">Samples of a piece of work; 0 leaves it to the piece.</param>
/// <param name="Scratch">A folder that is deleted in the end.</param>
/// <param name="Workshop">Makes circuits' files.</param>
/// <param name="Say">Tells the user.</param>
internal sealed record ReportContext(bool Quick, int Samples, string Scratch, BenchWorkshop Workshop, Action<string> Say)
{
    /// <summary>How often to measure, unless the user has said.</summary>
    public int SamplesOr(int quick, int standard) => Samples > 0 ? Samples : Quick ? quick : standard;

    /// <summary>A path in the scratch folder.</summary>
    public string ScratchFile(string name) => Path.Combine(Scratch, name);

    /// <summary>The tiers to compare, fastest first.</summary>
    public IReadOnlyList<Tier> Tiers => Tier.Here;
}
