using System.Globalization;

namespace FlZk.Bench.Roofline;

/// <summary>Operations as fractions of the roofline. Columns and the report compute them here alike.</summary>
/// <remarks>Like is held against like: the fastest repetition of an operation against the roofline's fastest, as STREAM reports its own
/// kernels, and the median against the median. On a machine that does nothing else the two agree.</remarks>
internal static class Fractions
{
    /// <summary>Bytes read a second, of the read bandwidth of all cores. What is written comes on top and is not counted.</summary>
    public static double OfRead(OperationWork work, double seconds, double bandwidth) => work.BytesRead / seconds / bandwidth;

    /// <summary>Bytes read and written a second, of the copy bandwidth of all cores.</summary>
    public static double OfCopy(OperationWork work, double seconds, double bandwidth) => work.Bytes / seconds / bandwidth;

    /// <summary>Products added up a second, of the multiply-add peak of all cores.</summary>
    public static double OfMultiplyAdd(OperationWork work, double seconds, double peak) => work.MultiplyAdds / seconds / peak;

    /// <summary>"83.1%".</summary>
    public static string Percent(double fraction) => string.Create(CultureInfo.InvariantCulture, $"{100 * fraction:F1}%");

    /// <summary>"31.4": 10^9 a second.</summary>
    public static string Gigabytes(double bytesPerSecond) => string.Create(CultureInfo.InvariantCulture, $"{bytesPerSecond / 1e9:F1}");
}
