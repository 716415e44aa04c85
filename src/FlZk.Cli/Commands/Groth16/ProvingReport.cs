using FlZk.Groth16;
using FlZk.Platform;

namespace FlZk.Cli.Commands.Groth16;

/// <summary>The JSON of <c>flzk groth16 prove</c>: <c>flzk/groth16-prove/1</c>.</summary>
internal sealed record ProvingReport(
    string Schema,
    string Proof,
    string Public,
    string Backend,
    KeyOrigin Origin,
    int DomainSize,
    int WireCount,
    int PublicCount,
    bool ConvertedKey,
    int Threads,
    string InstructionSet,
    double PeakMemoryMiB,
    double LoadMs,
    double WitnessMs,
    double ProveMs,
    double TotalMs,
    IReadOnlyList<ProvingReport.Phase> Phases)
{
    private const double Mebibyte = 1 << 20;

    /// <summary>Puts the numbers of one proof together.</summary>
    public static ProvingReport From(
        string proof,
        string publicSignals,
        string backend,
        ProvingKey key,
        ProvingResult? native,
        double loadMs,
        double witnessMs,
        double proveMs,
        TimeSpan total) => new(
            "flzk/groth16-prove/1",
            proof,
            publicSignals,
            backend,
            key.Origin,
            key.DomainSize,
            key.WireCount,
            key.PublicCount,
            key.IsFromConverted,
            native?.Threads ?? 0,
            native?.InstructionSet ?? "of the backend",
            Math.Round(ProcessMemory.Peak() / Mebibyte, 1),
            Math.Round(loadMs, 2),
            Math.Round(witnessMs, 2),
            Math.Round(proveMs, 2),
            Math.Round(total.TotalMilliseconds, 2),
            [.. (native?.Timings ?? []).Select(static t => new Phase(
                t.Phase, Math.Round(t.Start.TotalMilliseconds, 2), Math.Round(t.Elapsed.TotalMilliseconds, 2)))]);

    /// <summary>One phase, by when it began after the proof did; phases overlap.</summary>
    public sealed record Phase(string Name, double StartMs, double Ms);
}
