using System.Globalization;

namespace FlZk.Bench.Roofline;

/// <summary>Operations as fractions of the roofline. Columns and the report compute them here alike.</summary>
internal static class Fractions
{
    /// <summary>Bytes read a second, of the read bandwidth of all cores. What is written comes on top and is not counted.</summary>
    public static double OfRead(OperationWork work, double seconds, MachineRoofline roofline) =>
        work.BytesRead / seconds / roofline.Read.Best;

    /// <summary>Bytes read and written a second, of the copy bandwidth of all cores.</summary>
    public static double OfCopy(OperationWork work, double seconds, MachineRoofline roofline) => work.Bytes / seconds / roofline.Copy.Best;

    /// <summary>Products added up a second, of the multiply-add peak of all cores.</summary>
    public static double OfMultiplyAdd(OperationWork work, double seconds, MachineRoofline roofline) =>
        work.MultiplyAdds / seconds / roofline.MultiplyAdd.Best;

    /// <summary>"83.1%".</summary>
    public static string Percent(double fraction) => string.Create(CultureInfo.InvariantCulture, $"{100 * fraction:F1}%");

    /// <summary>"31.4": 10^9 a second.</summary>
    public static string Gigabytes(double bytesPerSecond) => string.Create(CultureInfo.InvariantCulture, $"{bytesPerSecond / 1e9:F1}");
}
