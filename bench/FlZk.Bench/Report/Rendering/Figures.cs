using FlZk.Bench.Circuits;
using FlZk.Bench.Report.Processes;

namespace FlZk.Bench.Report.Rendering;

/// <summary>Looks numbers up in results; what was not measured is null.</summary>
internal sealed class Figures(Results results)
{
    private readonly Measurement[] _all = [.. results.Measurements];

    /// <summary>The tier that "FlZk" without more means.</summary>
    public string BestTier => results.Machine.InstructionSet;

    /// <summary>The one measurement of that description.</summary>
    public Measurement? Find(
        string subject, string work, string program, string? mode = null, string? tier = null, int? cores = null, string? detail = null) =>
        _all.FirstOrDefault(m => m.Subject == subject && m.Work == work && m.Program == program && m.Mode == mode && m.Tier == tier
            && m.Cores == cores && m.Detail == detail);

    /// <summary>All measurements of one piece of work.</summary>
    public IEnumerable<Measurement> Of(string subject, string work) => _all.Where(m => m.Subject == subject && m.Work == work);

    /// <summary>A proof by FlZk in milliseconds.</summary>
    public double? FlZk(BenchCircuit circuit, string mode, string? tier = null, int? cores = null) =>
        Find(circuit.Name, Works.Prove, Programs.FlZk, mode, tier ?? BestTier, cores)?.Median;

    /// <summary>A proof by another program, a process each, in milliseconds.</summary>
    public double? Other(BenchCircuit circuit, string program, int? cores = null) =>
        Find(circuit.Name, Works.Prove, program, Modes.Cold, null, cores)?.Median;

    /// <summary>A peak in MiB.</summary>
    public double? Peak(BenchCircuit circuit, string program, string mode) =>
        Find(circuit.Name, Works.Peak, program, mode, program == Programs.FlZk ? BestTier : null)?.Median;

    /// <summary>An operation of a BenchmarkDotNet suite in nanoseconds.</summary>
    public double? Operation(string suite, string detail, string? tier = null) =>
        Find(suite, Works.Operation, Programs.FlZk, tier: tier ?? BestTier, detail: detail)?.Median;

    /// <summary>The tiers measured, fastest first.</summary>
    public IReadOnlyList<string> Tiers =>
        [.. ((string[])["AVX-512", "AVX2", Tier.Scalar]).Where(tier => _all.Any(m => m.Tier == tier))];
}
