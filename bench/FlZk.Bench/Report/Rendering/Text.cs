using System.Globalization;

namespace FlZk.Bench.Report.Rendering;

/// <summary>Numbers as tables show them, with three digits that mean something.</summary>
internal static class Text
{
    private const string Missing = "-";

    public static string Time(double? milliseconds) => milliseconds switch
    {
        null => Missing,
        >= 10_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:F1} s"),
        >= 1000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:F2} s"),
        >= 100 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:F0} ms"),
        >= 10 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:F1} ms"),
        >= 1 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:F2} ms"),
        >= 0.01 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds * 1000:F1} µs"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds * 1e6:F1} ns"),
    };

    public static string Nanoseconds(double? nanoseconds) => Time(nanoseconds / 1e6);

    public static string Memory(double? mebibytes) =>
        mebibytes is null ? Missing : string.Create(CultureInfo.InvariantCulture, $"{mebibytes:F0} MiB");

    public static string Ratio(double? ratio) => ratio switch
    {
        null => Missing,
        >= 10 => string.Create(CultureInfo.InvariantCulture, $"{ratio:F1}x"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.0#}x"),
    };

    public static string Count(double? count) => count is null ? Missing : string.Create(CultureInfo.InvariantCulture, $"{count:N0}");
}
