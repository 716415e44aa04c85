using FlZk.Bench.Roofline;

namespace FlZk.Bench.Report.Pieces;

/// <summary>A roofline among the measurements of the suite that was run with it, and back.</summary>
internal static class Rooflines
{
    private const double Billion = 1e9;

    private static readonly (string Name, Func<MachineRoofline, Rate> Of)[] Parts =
    [
        ("read", roofline => roofline.Read),
        ("read, one core", roofline => roofline.ReadOneCore),
        ("copy", roofline => roofline.Copy),
        ("copy, one core", roofline => roofline.CopyOneCore),
        ("triad", roofline => roofline.Triad),
        ("triad, one core", roofline => roofline.TriadOneCore),
        ("multiply-add", roofline => roofline.MultiplyAdd),
        ("multiply-add, one core", roofline => roofline.MultiplyAddOneCore),
    ];

    private const string Cache = "last cache", Arrays = "arrays", Cores = "cores";

    /// <summary>The names of the parts, in order.</summary>
    public static IEnumerable<string> Names => Parts.Select(part => part.Name);

    /// <summary>Each part as a measurement of two samples, best and median, in 10^9 a second.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="parameters">The size it was run at.</param>
    /// <param name="roofline">What was measured with it.</param>
    public static IEnumerable<Measurement> Measurements(string suite, string parameters, MachineRoofline roofline) =>
        Parts.Select(part => new Measurement(
            suite, Works.Roofline, part.Name.StartsWith("multiply", StringComparison.Ordinal) ? roofline.MultiplyAddWith : "STREAM",
            "10^9/s", [part.Of(roofline).Best / Billion, part.Of(roofline).Median / Billion])
        {
            Detail = part.Name,
            Mode = parameters,
        }).Concat(
        [
            new Measurement(suite, Works.Roofline, "STREAM", "bytes", [roofline.CacheBytes]) { Detail = Cache, Mode = parameters },
            new Measurement(suite, Works.Roofline, "STREAM", "bytes", [roofline.ArrayBytes]) { Detail = Arrays, Mode = parameters },
            new Measurement(suite, Works.Roofline, "STREAM", "cores", [roofline.Cores]) { Detail = Cores, Mode = parameters },
        ]);

    /// <summary>The roofline among a piece's measurements, or null.</summary>
    public static MachineRoofline? Of(IEnumerable<Measurement> measurements)
    {
        Measurement[] own = [.. measurements.Where(m => m.Work == Works.Roofline)];
        if (own.Length == 0) return null;
        Rate Part(string name)
        {
            IReadOnlyList<double> samples = own.First(m => m.Detail == name).Samples;
            return new Rate(samples[0] * Billion, samples[1] * Billion);
        }

        long Number(string name) => (long)(own.FirstOrDefault(m => m.Detail == name)?.Samples[0] ?? 0);
        return new MachineRoofline(
            (int)Number(Cores), Number(Cache), Number(Arrays),
            Part(Parts[0].Name), Part(Parts[1].Name), Part(Parts[2].Name), Part(Parts[3].Name),
            Part(Parts[4].Name), Part(Parts[5].Name), Part(Parts[6].Name), Part(Parts[7].Name),
            own.First(m => m.Detail == Parts[6].Name).Program);
    }
}
